/** A migration, as the text of its file. */
declare module "*.sql" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: this is how the bundler gives the text of a file
  export default text;
}
