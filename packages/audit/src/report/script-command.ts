import type { Inventory } from "../inventory/inventory.ts";
import type { Manifest } from "../inventory/manifests.ts";
import { folderOf } from "../inventory/paths.ts";

const lockFiles: readonly (readonly [file: string, program: string])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/** What a person types in the root to run a target of a manifest: `npm run db:migrate`, `make -C api migrate`. */
export function scriptCommand(
  { kind, folder }: Pick<Manifest, "kind" | "folder">,
  target: string,
  { has }: Pick<Inventory, "has">,
): string {
  if (kind === "make") return folder === "" ? `make ${target}` : `make -C ${folder} ${target}`;
  const program = programOf(folder, has);
  const where =
    folder === "" ? "" : ` ${program === "npm" ? "--prefix" : program === "pnpm" ? "-C" : "--cwd"} ${folder}`;
  return `${program}${where} run ${target}`;
}

/** The package manager whose lock file lies in the folder or the nearest above it. */
function programOf(folder: string, has: Inventory["has"]): string {
  for (let here = folder; ; here = folderOf(here)) {
    const found = lockFiles.find(([file]) => has(here === "" ? file : `${here}/${file}`));
    if (found) return found[1];
    if (here === "") return "npm";
  }
}
