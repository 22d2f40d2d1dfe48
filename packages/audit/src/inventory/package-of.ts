import type { Inventory } from "./inventory.ts";
import { folderOf } from "./paths.ts";

const manifests = [
  "package.json",
  "pyproject.toml",
  "requirements.txt",
  "go.mod",
  "Cargo.toml",
  "Gemfile",
  "composer.json",
  "pom.xml",
];

/** The folder of the package that a file or folder belongs to: the nearest one with a manifest of any language, or the root. */
export function packageOf(path: string, { has }: Pick<Inventory, "has">): string {
  for (let here = path; here !== ""; here = folderOf(here)) {
    if (manifests.some((name) => has(`${here}/${name}`))) return here;
  }
  return "";
}
