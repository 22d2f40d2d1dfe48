import { composeCommandOf } from "../../inventory/compose/compose-command.ts";
import { isDocumentName } from "../../inventory/documents/read-document.ts";
import { defineRule } from "../rule.ts";

export const dk137 = defineRule({
  id: "DK137",
  why: "`version` is ignored with a warning since Compose 2, and `docker-compose` 1 is gone from current systems.",
  bad: { "compose.yaml": 'version: "3.8"\nservices:\n  web:\n    image: shop:1.4\n' },
  good: { "compose.yaml": "services:\n  web:\n    image: shop:1.4\n" },
  fix: "Write docker compose",
  *check({ composeFiles, commands, documents, has }) {
    for (const { path, root } of composeFiles) {
      const entry = root?.entries.get("version");
      if (!entry) continue;
      const { source, start } = entry.keyOrigin;
      const { line, column } = source.position(start);
      const newline = source.text.indexOf("\n", entry.value.origin.end - 1);
      const end = newline === -1 ? source.text.length : newline + 1;
      const alone = start === 0 || source.text[start - 1] === "\n";
      const rest = source.text.slice(end);
      const edits = alone ? [{ file: path, start, end: end + (/^\s*\n/.exec(rest)?.[0].length ?? 0), text: "" }] : [];
      yield {
        at: { file: path, line, column },
        message: "version is obsolete",
        fix: { text: "Take the line away", safe: alone, edits },
      };
    }
    const lines = commands.flatMap((line) => composeCommandOf(line, has) ?? []);
    if (!lines.some(({ old }) => !old)) return;
    const history = new Set(documents.filter((one) => one.history).map(({ path }) => path));
    const seen = new Set<string>();
    for (const { old, line } of lines) {
      if (!old || seen.has(line.at.file) || history.has(line.at.file)) continue;
      seen.add(line.at.file);
      const where = isDocumentName(line.at.file) ? "documents" : "scripts";
      yield {
        at: line.at,
        message: `docker-compose of version 1 is called here, and docker compose in other ${where}`,
      };
    }
  },
});
