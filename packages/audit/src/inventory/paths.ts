/** The folder of a path; the empty text for the root. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut === -1 ? "" : path.slice(0, cut);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `path` seen from `folder`, both relative to the root; undefined when it leads out of the repository or is absolute. */
export function joinPath(folder: string, path: string): string | undefined {
  if (path.startsWith("/")) return undefined;
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/**
 * True for files that are there to be wrong or to be copied: fixtures and test data, snapshots, other people's code.
 * What is inside is judged by the tests that use it, not by an audit.
 */
export function isFixture(path: string): boolean {
  return /(?:^|\/)(?:fixtures?|__fixtures__|test-?data|testdata|__snapshots__|vendor|third[_-]party|node_modules|conformance|recorded)\/|(?:^|\/)(?:tests?|e2e|spec|__tests__)\/(?:[^/]+\/)*(?:data|cases|snapshots?|samples|resources)\//i.test(
    path,
  );
}

/** True for tests, whose variables and hosts are their own. */
export function isTest(path: string): boolean {
  return (
    /(?:^|\/)(?:tests?|__tests__|e2e|spec|testing|bench(?:marks?)?)\//i.test(path) ||
    /(?:[._-](?:test|spec|e2e)\.[a-z]+|_test\.(?:go|py)|(?:^|\/)(?:test_[^/]*\.py|conftest\.py))$/i.test(path)
  );
}
