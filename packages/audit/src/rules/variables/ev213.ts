import type { Found, Place } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { offsetIn } from "../../inventory/text-place.ts";
import { readCode } from "../../inventory/variables/strip-comments.ts";
import { defineRule } from "../rule.ts";

const standard = new Set(["development", "production", "test"]);
const meant: Readonly<Record<string, string>> = {
  prod: "production",
  live: "production",
  release: "production",
  dev: "development",
  develop: "development",
  local: "development",
  testing: "test",
  tests: "test",
  ci: "test",
};

export const ev213 = defineRule({
  id: "EV213",
  why: "Libraries know development, production and test; any other value gives their development behaviour, slow and talkative.",
  bad: { "compose.yaml": "services:\n  web:\n    image: shop:1\n    environment:\n      NODE_ENV: prod\n" },
  good: { "compose.yaml": "services:\n  web:\n    image: shop:1\n    environment:\n      NODE_ENV: production\n" },
  fix: "Use development, production or test, and a variable of your own for the stage",
  *check(inventory) {
    const seen = new Set<string>();
    for (const { value, at, isCode } of valuesOf(inventory)) {
      const key = `${at.file}:${at.line}:${value}`;
      if (value === "" || standard.has(value) || /[$\s{}<>|]/.test(value) || seen.has(key)) continue;
      seen.add(key);
      const better = meant[value.toLowerCase()];
      const start = offsetIn(inventory.text(at.file) ?? "", at);
      const isThere = (inventory.text(at.file) ?? "").startsWith(value, start);
      const found: Found = { at, message: `NODE_ENV "${value}" is none that libraries know` };
      if (better === undefined) yield found;
      else
        yield {
          ...found,
          fix: {
            text: `Write ${better}`,
            safe: !isCode && isThere,
            edits: isThere ? [{ file: at.file, start, end: start + value.length, text: better }] : [],
          },
        };
    }
  },
});

/** Every value that something gives NODE_ENV, or compares it with. */
function* valuesOf(
  inventory: Inventory,
): Iterable<{ readonly value: string; readonly at: Place; readonly isCode: boolean }> {
  const { envFiles, composeFiles, buildFiles, commands, variables, text, place } = inventory;
  for (const { entries } of envFiles) {
    for (const { key, value, at, off } of entries) {
      if (key === "NODE_ENV" && !off)
        yield { value, at: { ...at, column: at.column + "NODE_ENV=".length }, isCode: false };
    }
  }
  const written = /\bNODE_ENV(?:["']?\s*:\s*|=)["']?(?:\$\{NODE_ENV:?-)?([\w-]+)/g;
  const files = [
    ...composeFiles.map(({ path }) => path),
    ...buildFiles.map(({ path }) => path),
    ...commands.filter(({ origin }) => origin !== "document").map(({ at }) => at.file),
  ];
  for (const path of new Set(files)) {
    const content = text(path) ?? "";
    if (!content.includes("NODE_ENV")) continue;
    const { code } = path.endsWith(".json") ? { code: content } : readCode(content, "hash");
    for (const match of code.matchAll(written)) {
      const value = match[1] ?? "";
      yield { value, at: place(path, match.index + match[0].length - value.length), isCode: false };
    }
  }
  const compared =
    /\bNODE_ENV["'\])!]*\s*(?:[!=]==?|\bin\b)\s*["'](\w+)["']|["'](\w+)["']\s*[!=]==?\s*\w[\w.]*\bNODE_ENV\b/g;
  for (const file of new Set(variables.all.get("NODE_ENV")?.uses.map(({ at }) => at.file) ?? [])) {
    if (!/\.[cm]?[jt]sx?$/.test(file)) continue;
    for (const match of readCode(text(file) ?? "", "slashes").code.matchAll(compared)) {
      const value = match[1] ?? match[2] ?? "";
      yield { value, at: place(file, match.index + match[0].indexOf(value)), isCode: true };
    }
  }
}
