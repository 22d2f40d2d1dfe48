import type { Place } from "../../finding.ts";
import { engineNamed } from "../migrations/engine-names.ts";
import type { OrmColumn, OrmSchema, OrmTable } from "./schema.ts";

/** What reading a schema takes. */
export interface SchemaSurroundings {
  text(path: string): string | undefined;
  place(path: string, offset: number): Place;
}

/** Reads the files of one Prisma schema; a model may be in any of them. Source: Prisma schema reference. */
export function readPrismaSchema(paths: readonly string[], around: SchemaSurroundings): OrmSchema | undefined {
  const texts = paths.map((path) => ({
    path,
    text: (around.text(path) ?? "").replace(/\/\/[^\n]*/g, (line) => " ".repeat(line.length)),
  }));
  const main = texts.find(({ text }) => /^\s*datasource\s/m.test(text));
  if (main === undefined) return undefined;
  const provider = /datasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/.exec(main.text)?.[1] ?? "";
  const models = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/^[ \t]*model[ \t]+(\w+)[ \t]*\{([^}]*)\}/gm)].map((match) => ({
      path,
      name: match[1] ?? "",
      body: match[2] ?? "",
      start: match.index + match[0].indexOf("model"),
      bodyStart: match.index + match[0].indexOf("{") + 1,
    })),
  );
  const others = new Set(models.map(({ name }) => name));
  const tables = models.flatMap(({ path, name, body, start, bodyStart }): OrmTable[] => {
    if (/^\s*@@ignore\b/m.test(body)) return [];
    const schema = /@@schema\(\s*"([^"]+)"/.exec(body)?.[1];
    const mapped = /@@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(body)?.[1] ?? name;
    const columns = [...body.matchAll(/^[ \t]*(\w+)[ \t]+(Unsupported\("[^"]*"\)|\w+)(\[\]|\?)?([^\n]*)$/gm)].flatMap(
      (match): OrmColumn[] => {
        const [, field = "", type = "", many = "", rest = ""] = match;
        if (others.has(type) || /(?<!@)@ignore\b/.test(rest)) return [];
        const column = /(?<!@)@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(rest)?.[1] ?? field;
        const at = around.place(path, bodyStart + match.index + match[0].indexOf(field));
        return [{ names: [column], at, nullable: many === "?" || many === "[]" }];
      },
    );
    const own = schema === undefined || schema === "public" ? mapped : `${schema}.${mapped}`;
    return [{ name: own, at: around.place(path, start), columns, complete: true }];
  });
  return { path: main.path, system: "prisma", engine: engineNamed(provider), tables };
}
