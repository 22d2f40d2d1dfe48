/** Which paths of a build context stay behind. Paths are relative, with `/`. */
export interface IgnoreRules {
  ignores(path: string): boolean;
  /** True when nothing below an ignored directory can be wanted back by a `!` pattern. */
  prunes(directory: string): boolean;
}

interface Pattern {
  readonly wantsBack: boolean;
  /** Matches the path itself and all that is below it. */
  readonly matches: RegExp;
  /** One expression for each part of the path; undefined for `**`. */
  readonly parts: readonly (RegExp | undefined)[];
}

/**
 * The rules of a .dockerignore: `#` comments, `*`, `?`, `[a-z]`, `**`, `!` to take back; the last pattern that matches wins,
 * and what is true of a directory is true of its content. Source: Dockerfile reference, ".dockerignore file"; moby/patternmatcher.
 */
export function parseDockerignore(text: string): IgnoreRules {
  const patterns = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((line) => parsePattern(line));
  const backs = patterns.filter((pattern) => pattern.wantsBack);
  return {
    ignores(path) {
      for (let index = patterns.length - 1; index >= 0; index--) {
        const pattern = patterns[index] as Pattern;
        if (pattern.matches.test(path)) return !pattern.wantsBack;
      }
      return false;
    },
    prunes: (directory) => !backs.some((pattern) => mayMatchBelow(pattern, directory.split("/"))),
  };
}

function parsePattern(line: string): Pattern[] {
  if (line.startsWith("#")) return [];
  const text = line.trim();
  const wantsBack = text.startsWith("!");
  const parts = cleanPath(wantsBack ? text.slice(1).trim() : text);
  if (parts.length === 0) return [];
  const source = parts
    .map((part, index) => {
      const last = index === parts.length - 1;
      if (part === "**") return last ? ".*" : "(?:.*/)?";
      return partSource(part) + (last ? "" : "/");
    })
    .join("");
  return [
    {
      wantsBack,
      matches: new RegExp(`^${source}(?:/.*)?$`, "s"),
      parts: parts.map((part) => (part.includes("**") ? undefined : new RegExp(`^${partSource(part)}$`, "s"))),
    },
  ];
}

/** The parts of a path without `.`, `..` and empty ones. */
function cleanPath(text: string): string[] {
  const parts: string[] = [];
  for (const part of text.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts;
}

function partSource(part: string): string {
  return part.replace(/\*\*|\*|\?|\\.|\[[^\]]+\]|[.+^${}()|[\]\\]/g, (piece) => {
    if (piece === "**") return ".*";
    if (piece === "*") return "[^/]*";
    if (piece === "?") return "[^/]";
    if (piece.length > 1 && piece.startsWith("[")) return piece;
    return `\\${piece.at(-1)}`;
  });
}

function mayMatchBelow({ parts }: Pattern, directory: readonly string[]): boolean {
  for (const [index, name] of directory.entries()) {
    if (index >= parts.length || parts[index] === undefined) return true;
    if (!parts[index].test(name)) return false;
  }
  return true;
}
