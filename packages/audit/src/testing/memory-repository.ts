import { ignoreRules } from "../repository/ignore-rules.ts";
import type { Repository } from "../repository/repository.ts";

/** A repository in memory: path → text. Its `.gitignore` is obeyed; everything that is not ignored is tracked. */
export function memoryRepository(texts: Readonly<Record<string, string>>): Repository {
  const rules = ignoreRules(texts[".gitignore"] ?? "");
  return {
    root: "/repo",
    paths: Object.keys(texts)
      .filter((path) => !rules.ignores(path))
      .sort(),
    isTracked: (path) => path in texts,
    ignores: (path) => rules.ignores(path),
    read: (path) => texts[path],
    hash: (path) => texts[path] ?? "",
    keep: () => undefined,
  };
}
