import type { VariableUse } from "./variable-use.ts";

/** A use of a variable with its offset, before its place is known. */
export type FoundUse = Omit<VariableUse, "at" | "inTest"> & { readonly start: number };

/** `const { A, B = "x", C: c } = process.env` in TypeScript and JavaScript. */
export function destructured(path: string, code: string): readonly FoundUse[] {
  if (!/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/.test(path)) return [];
  const found: FoundUse[] = [];
  for (const match of code.matchAll(/\{([^{}]{1,4000})\}\s*=\s*(?:process\.env|import\.meta\.env|Bun\.env)\b/g)) {
    const inside = (match[1] ?? "").matchAll(
      /(?<![\w.:=]\s*)\b([A-Z][A-Z0-9_]*)\b(?:\s*:\s*\w+)?(?:\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)'|(\d+|true|false)))?/g,
    );
    for (const one of inside) {
      const fallback = one[2] ?? one[3] ?? one[4];
      const start = match.index + 1 + one.index;
      found.push({
        name: one[1] ?? "",
        start,
        prefix: false,
        via: "read",
        required: false,
        ...(fallback === undefined ? {} : { fallback }),
      });
    }
  }
  return found;
}
