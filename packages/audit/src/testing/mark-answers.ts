import type { Finding, Severity } from "../finding.ts";
import { catalogue } from "../rules/catalogue.ts";
import type { Answer, Answered } from "./read-answers.ts";

/** What an audit is worth by an answer key. */
export interface Mark {
  /** Share of what is planted that was found, of rules of the first tier. */
  readonly recall: number;
  /** Share of findings that are planted or also true. */
  readonly precision: number;
  /** Planted and not found, as lines to read. */
  readonly missed: readonly string[];
  /** Found and wrong. */
  readonly wrong: readonly string[];
  /** Traps that were stepped into. */
  readonly sprung: readonly string[];
}

/** Compares findings with the key. A finding names a place when it is there, or when one end of its evidence is. */
export function markAnswers({ planted, traps, alsoTrue }: Answered, findings: readonly Finding[]): Mark {
  const first = new Set(catalogue.filter(({ tier }) => tier === 1).map(({ id }) => id));
  const due = planted.filter(({ rules }) => rules.every((rule) => first.has(rule)));
  const missed = due.filter((answer) => !findings.some((finding) => names(finding, answer)));
  const wrong = findings.filter((finding) => ![...planted, ...alsoTrue].some((answer) => names(finding, answer)));
  const sprung = traps.flatMap((trap) =>
    findings
      .filter(
        ({ rule, file, line, severity }) =>
          trap.rules.includes(rule) && isAt(trap, file, line) && !isHistory(rule, severity),
      )
      .map((finding) => `${lineOf(finding)}\n    but ${trap.why}`),
  );
  return {
    recall: 1 - missed.length / due.length,
    precision: findings.length === 0 ? 0 : 1 - wrong.length / findings.length,
    missed: missed.map(({ rules, at, why }) => `${rules.join(" ")} ${at.join(" or ")} - ${why}`),
    wrong: wrong.map(lineOf),
    sprung,
  };
}

/** True for a finding that is held down to information, as findings in the history of a project are. */
function isHistory(rule: string, severity: Severity): boolean {
  return severity === "info" && catalogue.find(({ id }) => id === rule)?.severity !== "info";
}

function names({ rule, file, line, evidence }: Finding, answer: Answer): boolean {
  return answer.rules.includes(rule) && [{ file, line }, ...evidence].some((end) => isAt(answer, end.file, end.line));
}

function isAt({ at }: Answer, file: string, line: number): boolean {
  return at.includes(file) || at.includes(`${file}:${line}`);
}

function lineOf({ rule, file, line, message }: Finding): string {
  return `${rule} ${file}:${line} ${message}`;
}
