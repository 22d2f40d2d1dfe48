import type { Inventory } from "../inventory/inventory.ts";

/** What the template says of a variable: the comment above its line, or behind its value; undefined when it says nothing. */
export function meaningOf(
  name: string,
  { variables, text }: Pick<Inventory, "variables" | "text">,
): string | undefined {
  for (const { at, off } of variables.all.get(name)?.templates ?? []) {
    if (off) continue;
    const lines = (text(at.file) ?? "").split(/\r?\n/);
    const behind = /^[^#"']*?\s#\s*(.*)$/.exec(lines[at.line - 1] ?? "")?.[1];
    if (behind) return sentence([behind]);
    const above: string[] = [];
    for (let line = at.line - 2; line >= 0; line--) {
      const comment = /^\s*#+\s?(.*)$/.exec(lines[line] ?? "")?.[1];
      // A line that is commented out is another variable, and a ruled one is a headline.
      if (comment === undefined || /^[A-Z][A-Z0-9_]*=|^[-=#*\s]*$|[-=#*]{3,}/.test(comment)) break;
      above.unshift(comment);
    }
    if (above.length > 0) return sentence(above);
  }
  return undefined;
}

function sentence(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join(" ")
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .trim();
}
