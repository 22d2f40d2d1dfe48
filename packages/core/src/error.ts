import type { Diagnostic, Severity } from "./diagnostic.ts";
import { exitCode } from "./exit-code.ts";
import type { Position } from "./position.ts";
import { redact } from "./secret.ts";

export interface SlipwayErrorInit {
  readonly code: string;
  readonly message: string;
  readonly at?: Position | undefined;
  readonly hint?: string | undefined;
  /** Everything that was found, when one message cannot say it. All of it is shown. */
  readonly diagnostics?: readonly Diagnostic[] | undefined;
  readonly cause?: unknown;
  readonly exitCode?: number | undefined;
}

/** The base of every failure that Slipway expects: a stable code, a sentence, its place and its cure. */
export class SlipwayError extends Error {
  readonly code: string;
  readonly at?: Position;
  readonly hint?: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly exitCode: number;

  constructor(init: SlipwayErrorInit) {
    super(redact(init.message), init.cause === undefined ? undefined : { cause: init.cause });
    this.name = "SlipwayError";
    this.code = init.code;
    if (init.at) this.at = init.at;
    if (init.hint !== undefined) this.hint = redact(init.hint);
    this.diagnostics = init.diagnostics ?? [];
    this.exitCode = init.exitCode ?? exitCode.failed;
  }

  /** The error as one finding, in the shape that loading reports its own findings in. */
  toDiagnostic(): Diagnostic {
    return {
      severity: "error",
      code: this.code,
      message: this.message,
      ...(this.at ? { at: this.at } : {}),
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }

  toJSON(): object {
    const { severity: _, ...self } = this.toDiagnostic();
    return { ...self, ...(this.diagnostics.length > 0 ? { diagnostics: this.diagnostics } : {}) };
  }
}

/** True for a failure that Slipway expects, also when it was made by another copy of this package. */
export function isSlipwayError(value: unknown): value is SlipwayError {
  return value instanceof Error && "code" in value && "diagnostics" in value && "toDiagnostic" in value;
}

/** A sentence that quotes a huge value loses its end. */
function shortened(text: string): string {
  return text.length <= longestSentence ? text : `${text.slice(0, longestSentence)}…`;
}

const longestSentence = 1000;

// biome-ignore lint/suspicious/noExplicitAny: the table infers the parameters of each entry; `unknown` would reject them all
type Params = any;

/** One row of a package's table of errors. */
export interface ErrorRow {
  readonly message: (params: Params) => string;
  readonly hint?: string | ((params: Params) => string | undefined);
  readonly exitCode?: number;
}

type ParamsOf<Row extends ErrorRow> = Parameters<Row["message"]> extends [infer P] ? P : Record<string, never>;

export interface ErrorTable<Rows extends Record<string, ErrorRow>> {
  /** The codes of the table; docs/errors.md has a section for each. */
  readonly codes: readonly (keyof Rows & string)[];
  /** An error to throw. */
  error<Code extends keyof Rows & string>(
    code: Code,
    params: ParamsOf<Rows[Code]>,
    more?: Pick<SlipwayErrorInit, "at" | "cause" | "diagnostics" | "exitCode" | "hint">,
  ): SlipwayError;
  /** A finding to collect. */
  diagnostic<Code extends keyof Rows & string>(
    code: Code,
    params: ParamsOf<Rows[Code]>,
    at?: Position,
    severity?: Severity,
  ): Diagnostic;
}

/**
 * A package's table of errors: code → message, hint, exit code. Errors are made from the table only, so a code
 * has one wording, and the test over docs/errors.md sees every code.
 */
export function defineErrors<const Rows extends Record<string, ErrorRow>>(name: string, rows: Rows): ErrorTable<Rows> {
  const hintOf = (row: ErrorRow, params: Params): string | undefined =>
    typeof row.hint === "function" ? row.hint(params) : row.hint;
  const rowOf = (code: keyof Rows & string): ErrorRow => rows[code] as ErrorRow;
  return {
    codes: Object.keys(rows),
    error(code, params, more = {}) {
      const row = rowOf(code);
      const made = new SlipwayError({
        code,
        message: row.message(params),
        hint: hintOf(row, params),
        exitCode: row.exitCode,
        ...more,
      });
      made.name = name;
      return made;
    },
    diagnostic(code, params, at, severity = "error") {
      const row = rowOf(code);
      const hint = hintOf(row, params);
      return {
        severity,
        code,
        message: shortened(redact(row.message(params))),
        ...(at ? { at } : {}),
        ...(hint === undefined ? {} : { hint: shortened(redact(hint)) }),
      };
    },
  };
}
