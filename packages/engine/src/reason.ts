/** A failure of the system in a few words, without path and stack. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause ? String(cause.code) : "";
  const words: Readonly<Record<string, string>> = {
    ENOENT: "it does not exist",
    EACCES: "permission denied",
    EISDIR: "it is a directory",
    ENOTDIR: "a part of its path is no directory",
  };
  return words[code] ?? (cause instanceof SyntaxError ? "it is not valid JSON" : cause.message);
}
