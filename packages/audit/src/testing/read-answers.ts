import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A line of an answer key: rules, the places of which one is to be named, and why. */
export interface Answer {
  readonly rules: readonly string[];
  /** `file:line`, or `file` for any line of it. */
  readonly at: readonly string[];
  readonly why: string;
}

/** A repository made to be audited, with what is to be found in it. */
export interface Answered {
  readonly files: Readonly<Record<string, string>>;
  /** What must be found. */
  readonly planted: readonly Answer[];
  /** What looks wrong and is right: these rules must say nothing there. */
  readonly traps: readonly Answer[];
  /** What else is wrong; may be found. */
  readonly alsoTrue: readonly Answer[];
}

/** Reads `answers/NAME.txtar` (the files, each behind a line `-- path --`) and its key `answers/NAME.answers.txt`. */
export function readAnswers(name: string): Answered {
  const folder = join(import.meta.dirname, "answers");
  const parts = readFileSync(join(folder, `${name}.txtar`), "utf8").split(/^-- (.+) --\n/m);
  const files: Record<string, string> = {};
  for (let index = 1; index + 1 < parts.length; index += 2) files[parts[index] ?? ""] = parts[index + 1] ?? "";
  const [, planted = "", traps = "", alsoTrue = ""] = readFileSync(join(folder, `${name}.answers.txt`), "utf8").split(
    /^# (?:planted|traps|also true)\n/m,
  );
  return { files, planted: answersIn(planted), traps: answersIn(traps), alsoTrue: answersIn(alsoTrue) };
}

function answersIn(text: string): readonly Answer[] {
  return [...text.matchAll(/^((?:[A-Z]{2}\d{3} )+)(.+?) - (.+)$/gm)].map(([, rules = "", at = "", why = ""]) => ({
    rules: rules.trim().split(" "),
    at: at.split(" or "),
    why,
  }));
}
