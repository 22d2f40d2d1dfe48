import { type IgnoreRules, parseDockerignore } from "@slipway/core";

/** The rules of a .gitignore: as those of a .dockerignore, but a pattern without a slash holds in every folder. */
export function ignoreRules(text: string): IgnoreRules {
  const lines = text.split("\n").map((line) => {
    const back = line.startsWith("!") ? "!" : "";
    const pattern = line.slice(back.length).trim();
    if (pattern === "" || pattern.startsWith("#")) return "";
    return pattern.slice(0, -1).includes("/") ? line : `${back}**/${pattern}`;
  });
  return parseDockerignore(lines.join("\n"));
}

/**
 * Whether one of the .gitignore files of a repository keeps a path out. Asked of the files themselves: to ask git for each path
 * would start a process each time.
 */
export function ignoresOf(
  paths: readonly string[],
  read: (path: string) => string | undefined,
): (path: string) => boolean {
  let files: readonly { readonly base: string; readonly rules: IgnoreRules }[] | undefined;
  return (path) => {
    files ??= paths
      .filter((one) => one === ".gitignore" || one.endsWith("/.gitignore"))
      .map((one) => ({ base: one.slice(0, -".gitignore".length), rules: ignoreRules(read(one) ?? "") }));
    return files.some(({ base, rules }) => path.startsWith(base) && rules.ignores(path.slice(base.length)));
  };
}
