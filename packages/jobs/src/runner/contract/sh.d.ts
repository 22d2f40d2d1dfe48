/** A shell program as text. */
declare module "*.sh" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: an import of a file as text has only this
  export default text;
}
