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
