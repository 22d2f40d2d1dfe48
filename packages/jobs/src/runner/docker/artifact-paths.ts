/** Bytes of the longest path that is kept. */
const longestPath = 1024;

/**
 * The path of an archive's entry as an artifact may be called: below the workspace, with `/`, without `.` and `..`, in UTF-8 and
 * without control characters. Undefined: it may not.
 */
export function artifactPath(name: string): string | undefined {
  const path = name.replace(/^\.\//, "");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (path === "" || /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffd\\]/.test(path)) return undefined;
  if (Buffer.byteLength(path) > longestPath || path.startsWith("/")) return undefined;
  return path.split("/").some((part) => part === "" || part === "." || part === "..") ? undefined : path;
}

/** A name as people may be shown it. */
export function shownPath(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "\ufffd").slice(0, 200);
}

/**
 * Where the globs begin: only the first part of each that has no wildcard, so that no link can stand between the workspace and it. The
 * empty text is the whole workspace. None lies within another.
 */
export function basesOf(globs: readonly string[]): readonly string[] {
  const bases = new Set<string>();
  for (const glob of globs) {
    if (glob.startsWith("!")) continue;
    const [first = ""] = glob.replace(/^\.\//, "").split("/");
    if (first === ".." || glob.startsWith("/")) continue;
    bases.add(/[*?[\]{}!\\]/.test(first) ? "" : first);
  }
  return bases.has("") ? [""] : [...bases].sort();
}
