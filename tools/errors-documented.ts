import type { ErrorTable } from "../packages/core/src/index.ts";
import { arrows } from "./arrows.ts";

/**
 * The codes of the packages' error tables without a section `## CODE` in docs/errors/*.md, and the sections of codes
 * that no table has.
 */
export async function errorsDocumented(root: string): Promise<string[]> {
  const codes = new Map<string, string>();
  for (const { name } of arrows) {
    const path = `${root}/packages/${name}/src/errors.ts`;
    if (!(await Bun.file(path).exists())) continue;
    for (const exported of Object.values((await import(path)) as Record<string, unknown>)) {
      if (isTable(exported)) for (const code of exported.codes) codes.set(code, name);
    }
  }
  const sections = new Map<string, string>();
  for await (const file of new Bun.Glob("docs/errors/*.md").scan(root)) {
    const text = await Bun.file(`${root}/${file}`).text();
    for (const [, code = ""] of text.matchAll(/^## ([A-Z][A-Z0-9_]+)\s*$/gm)) sections.set(code, file);
  }
  const untold = Map.groupBy(
    [...codes].filter(([code]) => !sections.has(code)),
    ([, name]) => name,
  );
  return [
    ...[...untold].map(
      ([name, rows]) => `docs/errors has no section for ${name}'s ${rows.map(([code]) => code).join(", ")}`,
    ),
    ...[...sections]
      .filter(([code]) => !codes.has(code))
      .map(([code, file]) => `${file} tells of ${code}, which no package has`),
  ];
}

function isTable(value: unknown): value is ErrorTable<Record<string, never>> {
  return typeof value === "object" && value !== null && "codes" in value && "diagnostic" in value;
}
