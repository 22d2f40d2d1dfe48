import type { Edit, Finding } from "../finding.ts";

/** Texts of files after safe fixes, and the findings whose fixes are in them. */
export interface Fixed {
  readonly texts: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** Applies the safe fixes of findings, to a file that is not there as to an empty one; of two that touch the same characters the first one counts. */
export function applySafe(findings: readonly Finding[], text: (file: string) => string | undefined): Fixed {
  const taken = new Map<string, Edit[]>();
  const done: Finding[] = [];
  for (const finding of findings) {
    const { safe, edits } = finding.fix;
    if (!safe || edits.length === 0) continue;
    if (edits.some((edit) => taken.get(edit.file)?.some((other) => overlap(edit, other)))) continue;
    for (const edit of edits) taken.set(edit.file, [...(taken.get(edit.file) ?? []), edit]);
    done.push(finding);
  }
  const texts = [...taken].map(([file, edits]) => [file, applied(text(file) ?? "", edits)] as const);
  return { texts: new Map(texts), findings: done };
}

function overlap(a: Edit, b: Edit): boolean {
  // Two lines that are added at one place follow each other; the same line is added once.
  if (a.start === a.end && b.start === b.end && a.start === b.start) return a.text === b.text;
  return a.start < b.end && b.start < a.end ? true : a.start === b.start;
}

/** A text with edits that do not overlap. */
function applied(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: own } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), own);
    at = end;
  }
  return parts.join("") + text.slice(at);
}
