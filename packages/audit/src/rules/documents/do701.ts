import type { Fix } from "../../finding.ts";
import type { Document, Link } from "../../inventory/documents/read-document.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf, joinPath, nameOf } from "../../inventory/paths.ts";
import { relativePath } from "../../inventory/relative-path.ts";
import { defineRule } from "../rule.ts";

export const do701 = defineRule({
  id: "DO701",
  why: "Who follows a dead link learns that the document is not kept, and does not trust the rest either.",
  bad: { "README.md": "See [the setup](docs/setup.md).\n", "docs/install.md": "# Install\n" },
  good: { "README.md": "See [the setup](docs/install.md#install).\n", "docs/install.md": "# Install\n" },
  fix: "Point the link to what is meant, or take it away",
  *check(inventory) {
    const documents = new Map(inventory.documents.map((document) => [document.path, document]));
    for (const document of inventory.documents) {
      for (const link of document.links) {
        const fault = faultOf(link, document, documents, inventory);
        if (fault) yield { at: link.at, ...fault, ...(document.history ? { severity: "info" } : {}) };
      }
    }
  },
});

interface Fault {
  readonly message: string;
  readonly fix?: Fix;
}

function faultOf(
  link: Link,
  document: Document,
  documents: ReadonlyMap<string, Document>,
  inventory: Inventory,
): Fault | undefined {
  const { target } = link;
  // Addresses, absolute paths of a site, and templates are no files of the repository.
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|~|@)|[{}<>$*]|^$/i.test(target)) return undefined;
  const [written = "", anchor] = target.split("#");
  const path = joinPath(folderOf(document.path), decoded(written.split("?")[0] ?? ""));
  if (path === undefined || (written === "" && anchor === "")) return undefined;
  const file = written === "" ? document.path : fileOf(path, inventory);
  if (file === undefined) {
    if (inventory.repository.ignores(path)) return undefined;
    const moved = inventory.named(nameOf(path));
    const [only] = moved;
    const message = `the link to ${target} leads nowhere: there is no ${path}`;
    if (moved.length !== 1 || only === undefined) return { message };
    const text = `${relativePath(folderOf(document.path), only)}${anchor === undefined ? "" : `#${anchor}`}`;
    const edits = [{ file: document.path, start: link.start, end: link.start + target.length, text }];
    return { message, fix: { text: `Link to ${text}, where a file of this name lies`, safe: false, edits } };
  }
  const anchors = documents.get(file)?.anchors;
  if (!anchor || anchors === undefined || hasAnchor(anchors, decoded(anchor))) return undefined;
  const place = file === document.path ? "this document" : file;
  return { message: `the link to #${anchor} leads nowhere: ${place} has no such heading` };
}

/** The file or folder that a link means; sites leave the ending out. */
function fileOf(path: string, { has, isFolder }: Inventory): string | undefined {
  if (has(path) && !isFolder(path)) return path;
  const found = [`${path}.md`, `${path}.mdx`, `${path}/index.md`, `${path}/README.md`].find(has);
  return found ?? (path === "" || isFolder(path) ? path : undefined);
}

function hasAnchor(anchors: ReadonlySet<string>, anchor: string): boolean {
  return anchors.has(anchor) || anchors.has(anchor.toLowerCase()) || /^(?:L\d+|user-content-|:~:|top$)/.test(anchor);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
