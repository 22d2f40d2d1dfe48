import { isTest } from "../paths.ts";
import { placesIn } from "../text-place.ts";
import { languages } from "./accessors.ts";
import { destructured } from "./destructured.ts";
import { schemaRows } from "./schema-rows.ts";
import { isShellName, shellUses } from "./shell-uses.ts";
import { readCode } from "./strip-comments.ts";
import type { VariableUse } from "./variable-use.ts";

/** True for code that can be read for variables. */
export function isCode(path: string): boolean {
  return isShellName(path) || languages.some(({ files }) => files.test(path));
}

/** The variables that a file of code reads, in the order of the file; none for a file that speaks of no environment. */
export function codeUses(path: string, text: string): readonly VariableUse[] {
  if (isShellName(path)) return shellUses(path, text);
  const language = languages.find(({ files }) => files.test(path));
  if (!language || !/env/i.test(text)) return [];
  const { code, isInString } = readCode(text, language.comments);
  const place = placesIn(path, text);
  const inTest = isTest(path);
  const found = new Map<string, VariableUse & { readonly start: number }>();
  const add = (use: Omit<VariableUse, "at" | "inTest">, start: number): void => {
    const key = `${use.name}\0${start}`;
    if (!found.has(key)) found.set(key, { ...use, at: place(start), inTest, start });
  };
  for (const { pattern, required = false, schema = false } of language.accessors) {
    for (const match of code.matchAll(pattern)) {
      // Text about a variable reads none, and what is assigned is not read.
      if (!schema && isInString(match.index) && !isInRuby(path, code, match.index)) continue;
      if (/^\s*=(?![=>~])/.test(code.slice(match.index + match[0].length, match.index + match[0].length + 20)))
        continue;
      const groups = match.groups ?? {};
      const name = groups.name ?? groups.name2 ?? "";
      const fallback =
        groups.fallback ??
        groups.fallback2 ??
        groups.fallback3 ??
        groups.fallback4 ??
        groups.fallback5 ??
        computed(code, match.index + match[0].length);
      const prefix = (groups.rest ?? groups.rest2) !== undefined;
      const via = schema ? "schema" : "read";
      const rest = fallback === undefined ? {} : { fallback };
      add(
        {
          name,
          prefix,
          via,
          required: (required || /,(?:required|notEmpty)\b/.test(match[0])) && fallback === undefined,
          ...rest,
        },
        match.index + match[0].indexOf(name),
      );
    }
  }
  for (const { start, ...use } of [...destructured(path, code), ...schemaRows(path, code)]) {
    if (!isInString(start) || /["']/.test(code[start - 1] ?? "")) add(use, start);
  }
  return [...found.values()].toSorted((a, b) => a.start - b.start).map(({ start: _, ...use }) => use);
}

/** True within `#{…}` of a text of Ruby. */
function isInRuby(path: string, code: string, at: number): boolean {
  return /\.(?:rb|rake|erb)$/.test(path) && /#\{[^{}\n]*$/.test(code.slice(Math.max(0, at - 80), at));
}

/** Empty for a fallback that is computed, `?? defaults.port`; undefined where there is none. */
function computed(code: string, end: number): string | undefined {
  return /^\s*(?:\?\?|\|\|)(?!=)\s*(?!undefined\b|null\b|\(?\s*(?:\(\)\s*=>|throw\b|fail\w*\(|panic\w*\())[\w([{]/.test(
    code.slice(end, end + 60),
  )
    ? ""
    : undefined;
}
