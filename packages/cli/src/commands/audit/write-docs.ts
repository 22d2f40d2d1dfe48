import { join } from "node:path";
import { type Repository, unifiedDiff, type WrittenDocs, writeDocs, writeFile } from "@slipway/audit";
import { exitCode } from "@slipway/core";
import type { Context } from "../../context.ts";

/** `audit --write-docs`: refreshes the marked blocks of documents; with `dryRun` shows what would change as a diff. */
export async function writeDocuments(context: Context, repository: Repository, dryRun: boolean): Promise<number> {
  const { changes, blocks } = await writeDocs(repository);
  if (dryRun) context.stdout.write(changes.map(unifiedDiff).join(""));
  else for (const { file, after } of changes) writeFile(join(repository.root, file), after);
  context.stderr.write(told(blocks, dryRun));
  return exitCode.done;
}

function told(blocks: WrittenDocs["blocks"], dryRun: boolean): string {
  if (blocks.length === 0) return "There is nothing to write down: no variable, no Compose file, no command.\n";
  const words = {
    new: dryRun ? "would be added to" : "added to",
    refreshed: dryRun ? "would be refreshed in" : "refreshed in",
    kept: "is current in",
    "by hand": "is kept by hand in",
  };
  return blocks.map(({ name, file, state }) => `${name.padEnd(9)} ${words[state]} ${file}\n`).join("");
}
