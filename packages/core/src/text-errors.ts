import type { Diagnostic } from "./diagnostic.ts";
import { defineErrors, type ErrorRow } from "./error.ts";
import type { Position } from "./position.ts";

/**
 * What a YAML text, an env file or a text with variables can have wrong: wording and cure. The package that reads the text makes
 * codes of its own area of them with {@link inArea}: `DUPLICATE_KEY` of a Compose file is `COMPOSE_DUPLICATE_KEY`.
 */
const textProblems = {
  SYNTAX: {
    message: (p: { reason: string; hint?: string | undefined }) => `not valid YAML: ${p.reason}`,
    hint: (p: { hint?: string | undefined }) => p.hint,
  },
  DUPLICATE_KEY: {
    message: (p: { key: string; line: number; again: number }) =>
      `key "${p.key}" stands twice, in line ${p.line} and in line ${p.again}`,
    hint: (p: { key: string }) =>
      p.key === "<<" ? "merge several anchors with one key: `<<: [*a, *b]`" : "keep one of the two",
  },
  KEY_NOT_TEXT: {
    message: (p: { key: string }) => `a key must be text, but ${p.key} is not`,
    hint: (p: { key: string }) => `put it in quotes: "${p.key}"`,
  },
  BAD_TAG: {
    message: (p: { tag: string; text: string }) => `"${p.text}" is not a ${p.tag}`,
    hint: "take the tag away, or write a value of its type",
  },
  BAD_MERGE_KEY: {
    message: (p: { found: string }) => `a merge key takes a mapping or a list of mappings, not a ${p.found}`,
    hint: "write `<<: *anchor` or `<<: [*one, *two]`, where each anchor marks a mapping",
  },
  UNKNOWN_ANCHOR: {
    message: (p: { name: string; hint?: string | undefined }) => `there is no anchor &${p.name} before this alias`,
    hint: (p: { name: string; hint?: string | undefined }) =>
      p.hint ?? `mark a value above with &${p.name}; anchors do not reach across files or documents`,
  },
  ALIAS_CYCLE: {
    message: (p: { name: string }) => `the alias *${p.name} stands inside the value that &${p.name} marks`,
    hint: "a value cannot contain itself: take the alias out",
  },
  TOO_MANY_ALIASES: {
    message: (p: { limit: number }) => `the aliases of this file stand for more than ${p.limit} values`,
    hint: "nest aliases less deeply",
  },
  VARIABLE_UNSET: {
    message: (p: { name: string }) => `the variable ${p.name} is not set, so it stands for an empty text`,
    hint: (p: { name: string }) =>
      `set ${p.name} in .env or the shell, give a default as in \${${p.name}:-value}, or write $$ for a dollar sign`,
  },
  VARIABLE_REQUIRED: {
    message: (p: { name: string; message: string }) =>
      `the variable ${p.name} is required${p.message === "" ? "" : `: ${p.message}`}`,
    hint: (p: { name: string }) => `set ${p.name} in .env or the shell`,
  },
  ENV_FILE_SYNTAX: {
    message: (p: { reason: string }) => `cannot read this env file: ${p.reason}`,
    hint: "write KEY=value, one to a line",
  },
  ENV_FILE_REST: {
    message: (p: { key: string; quote: string }) => `what follows the closing ${p.quote} of ${p.key} is ignored`,
    hint: "put the whole value inside the quotes, and a comment behind ` #`",
  },
} satisfies Record<string, ErrorRow>;

type Problems = typeof textProblems;

/** The problems of texts as rows of a package's own table of errors, named `AREA_REASON`. */
export function inArea<Area extends string>(
  area: Area,
): { readonly [Reason in keyof Problems as `${Area}_${Reason}`]: Problems[Reason] } {
  const rows = Object.entries(textProblems).map(([reason, row]) => [`${area}_${reason}`, row]);
  return Object.fromEntries(rows) as ReturnType<typeof inArea<Area>>;
}

const table = defineErrors("TextError", textProblems);

/** One problem of a text as a finding of an area. */
export function textFinding<Reason extends keyof Problems>(
  area: string,
  reason: Reason,
  params: Parameters<Problems[Reason]["message"]>[0],
  at: Position,
  severity?: Diagnostic["severity"],
): Diagnostic {
  const make = table.diagnostic as (
    code: string,
    params: object,
    at: Position,
    severity?: Diagnostic["severity"],
  ) => Diagnostic;
  return { ...make(reason, params, at, severity), code: `${area}_${reason}` };
}
