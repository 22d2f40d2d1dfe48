import type { Edit, Fix, Place } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf } from "../../inventory/paths.ts";
import { offsetIn } from "../../inventory/text-place.ts";
import type { EnvFile } from "../../inventory/variables/env-files.ts";
import type { VariableUse } from "../../inventory/variables/variable-use.ts";

/** The template that speaks for a file: of its folder or the nearest above, else the first one of the repository. */
export function nearestTemplate({ envFiles }: Inventory, file: string): EnvFile | undefined {
  const templates = envFiles.filter(({ template }) => template);
  const above = templates.filter(({ path }) => folderOf(path) === "" || file.startsWith(`${folderOf(path)}/`));
  // Of several in one folder the one with the shortest name is the general one.
  const best = above.toSorted(
    (a, b) => folderOf(b.path).length - folderOf(a.path).length || a.path.length - b.path.length,
  )[0];
  return best ?? templates.toSorted((a, b) => a.path.length - b.path.length)[0];
}

/** Appends a line to a file. */
export function appendLine({ text }: Inventory, file: string, line: string): Edit {
  const content = text(file) ?? "";
  const end = content.length;
  return { file, start: end, end, text: `${content === "" || content.endsWith("\n") ? "" : "\n"}${line}\n` };
}

/** Replaces the value of a line of an env file. */
export function replaceValue({ text }: Inventory, at: Place, key: string, value: string): Fix["edits"] {
  const content = text(at.file) ?? "";
  const start = content.indexOf("=", offsetIn(content, at) + key.length) + 1;
  const end = content.indexOf("\n", start);
  const stop = end === -1 ? content.length : content[end - 1] === "\r" ? end - 1 : end;
  return start === 0 ? [] : [{ file: at.file, start, end: stop, text: value }];
}

/** True for what runs in production: neither tests nor the configuration of tools nor scripts. */
export function isRuntime({ at, inTest, via }: VariableUse): boolean {
  return (
    !inTest &&
    via !== "shell" &&
    !/(?:^|\/)(?:scripts?|tools?|hack|\.github)\/|\.config\.[cm]?[jt]s$|(?:^|\/)(?:docs?|examples?)\//.test(at.file)
  );
}
