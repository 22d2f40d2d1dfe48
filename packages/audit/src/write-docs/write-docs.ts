import { configOf } from "../config/config-of.ts";
import type { FileChange } from "../fix/fix-repository.ts";
import { type Document, readDocument } from "../inventory/documents/read-document.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { openInventory } from "../inventory/open-inventory.ts";
import { nameOf } from "../inventory/paths.ts";
import type { Repository } from "../repository/repository.ts";
import { configDocuments } from "../rules/variables/config-document.ts";
import { blockContents } from "./block-contents.ts";
import { type BlockName, findBlock, styleOf, withContent, withNewBlock } from "./marked-blocks.ts";

/** What became of the blocks of a repository's documents. Nothing is written yet. */
export interface WrittenDocs {
  readonly changes: readonly FileChange[];
  /** Every block that there is something to tell for. */
  readonly blocks: readonly DocBlock[];
}

export interface DocBlock {
  readonly name: BlockName;
  readonly file: string;
  /** `kept`: it stands as it should; `by hand`: people keep the like of it in this file, so none is added. */
  readonly state: "new" | "refreshed" | "kept" | "by hand";
}

/**
 * Refreshes the marked blocks of the documents, and adds those that are missing: the reference of the configuration, which Compose
 * files are for which scenario, and the commands. Nothing outside of the marks is touched. Throws AUDIT_BLOCK_OPEN.
 */
export async function writeDocs(repository: Repository): Promise<WrittenDocs> {
  const inventory = await openInventory(repository, configOf(repository), false);
  const { documents, text } = inventory;
  const texts = new Map<string, string>();
  const now = (path: string): string => texts.get(path) ?? text(path) ?? "";
  const style = styleOf(documents.map(({ path }) => text(path) ?? ""));
  const blocks: DocBlock[] = [];
  for (const name of Object.keys(blockContents) as BlockName[]) {
    const content = blockContents[name](inventory);
    const holders = documents.filter((document) => findBlock(document, text(document.path) ?? "", name));
    for (const { path } of holders) {
      // An earlier block of this run may have moved it.
      const block = findBlock(readDocument(path, now(path)), now(path), name);
      if (block === undefined) continue;
      const next = withContent(now(path), block, content ?? "Nothing.");
      blocks.push({ name, file: path, state: next === now(path) ? "kept" : "refreshed" });
      texts.set(path, next);
    }
    if (holders.length > 0 || content === undefined || !isWorthNew(name, content)) continue;
    const byHand = keptByHand(name, inventory);
    if (byHand !== undefined) {
      blocks.push({ name, file: byHand, state: "by hand" });
      continue;
    }
    const file = homeOf(name, inventory);
    const start = now(file) || `# ${file === configFile ? "Configuration" : nameOf(repository.root)}\n`;
    texts.set(file, withNewBlock(start, { name, title: titles[name], content, style }));
    blocks.push({ name, file, state: "new" });
  }
  const changes = [...texts].flatMap(([file, after]) => {
    const before = text(file) ?? "";
    return before === after ? [] : { file, before, after };
  });
  return { changes, blocks };
}

const configFile = "docs/configuration.md";

const titles: Readonly<Record<BlockName, string>> = {
  variables: "Variables",
  scenarios: "Which Compose files for what",
  commands: "Commands",
};

/** Of one Compose file nobody has to be told which to take: nobody is given a table for it who did not ask. */
function isWorthNew(name: BlockName, content: string): boolean {
  return name !== "scenarios" || content.split("\n").length > 3;
}

/** The document in which people keep the like of a block. */
function keptByHand(name: BlockName, inventory: Inventory): string | undefined {
  if (name === "variables") return configDocuments(inventory)[0]?.document.path;
  if (name !== "scenarios") return undefined;
  const files = new Set(inventory.stacks.flatMap((stack) => stack.files.map(nameOf)));
  const tells = ({ path, history }: Document): boolean => {
    const rows = history ? [] : (inventory.text(path) ?? "").split("\n").filter((line) => /^\s*\|/.test(line));
    return [...files].filter((file) => rows.some((row) => row.includes(file))).length >= 2;
  };
  return inventory.documents.find(tells)?.path;
}

/** The document that a new block is added to. */
function homeOf(name: BlockName, { documents, isFolder }: Inventory): string {
  const first = (pattern: RegExp): string | undefined => documents.find(({ path }) => pattern.test(path))?.path;
  const readme = first(/^readme\.(?:md|markdown)$/i) ?? "README.md";
  if (name !== "variables") return readme;
  const own = first(/^(?:docs?\/)?(?:config(?:uration)?|environment|env|settings)(?:-variables|-reference)?\.md$/i);
  return own ?? (isFolder("docs") ? configFile : readme);
}
