import type { Place } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf, nameOf } from "../../inventory/paths.ts";
import { templateFor } from "../../inventory/variables/env-files.ts";
import { defineRule } from "../rule.ts";
import { envFilesOfCommands, writtenByCommands } from "./env-file-names.ts";
import { envFilesOfServices } from "./env-file-uses.ts";

const service = (path: string): string => `services:\n  web:\n    image: shop:1\n    env_file: ${path}\n`;

export const ev208 = defineRule({
  id: "EV208",
  why: "A fresh clone does not start, and nothing tells what the file has to hold.",
  bad: { "compose.yaml": service(".env.web") },
  good: { "compose.yaml": service(".env.web"), ".env.web.example": "PORT=3000\n" },
  fix: "Add a template beside it, named like it with .example behind",
  *check(inventory) {
    const made = writtenByCommands(inventory);
    const isMade = (path: string): boolean => made.has(nameOf(path));
    const isThere = (path: string): boolean => inventory.has(path) || templateFor(path, inventory.has) !== undefined;
    for (const { service: name, written, path, at, required } of envFilesOfServices(inventory)) {
      if (required && !isThere(path) && !isMade(path)) yield found(`service "${name}" needs ${written}`, path, at);
    }
    for (const { written, paths, line } of envFilesOfCommands(inventory)) {
      const [path] = paths;
      if (path === undefined || paths.some(isThere) || isMade(path)) continue;
      yield found(
        `${line.words[0] === "." ? "the script" : line.words.slice(0, 2).join(" ")} reads ${written}`,
        path,
        line.at,
      );
    }

    function found(what: string, path: string, at: Place) {
      const other = nearTemplate(path, inventory);
      return {
        at,
        message: other
          ? `${what}, which is not in the repository; the template ${other} is named for another file`
          : `${what}, which is not in the repository and has no template`,
        evidence: other ? [{ file: other, line: 1, column: 1, text: "a template, but of another file" }] : [],
        fix: other
          ? `Name the template ${nameOf(path)}.example, or the file as the template says`
          : `Add ${path}.example`,
      };
    }
  },
});

/** A template of the same folder, or of the root, whose name is nearly that of the template which is missing. */
function nearTemplate(path: string, { envFiles }: Inventory): string | undefined {
  const wanted = wordsOf(nameOf(path));
  const templates = envFiles.filter(({ template }) => template).map((file) => file.path);
  const near = templates.filter((one) =>
    wordsOf(nameOf(one)).some((word) => wanted.some((other) => isAkin(word, other))),
  );
  return near.find((one) => folderOf(one) === folderOf(path)) ?? near.find((one) => folderOf(one) === "");
}

/** What tells env files apart: `.env.prod.example` → `prod`. */
function wordsOf(name: string): readonly string[] {
  return name.split(/[._-]/).filter((word) => !/^(?:|env|example|sample|template|dist|tmpl|tpl|local)$/.test(word));
}

function isAkin(a: string, b: string): boolean {
  return a.startsWith(b.slice(0, 3)) || b.startsWith(a.slice(0, 3));
}
