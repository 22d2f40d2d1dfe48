/** The way from a directory to what is in it, with `/`: "" for itself, undefined for what is elsewhere. Paths are absolute. */
export function below(directory: string, path: string): string | undefined {
  if (path === directory) return "";
  const prefix = directory.endsWith("/") ? directory : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
