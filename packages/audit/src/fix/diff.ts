import type { FileChange } from "./fix-repository.ts";

const context = 3;

/** More lines between the first and the last change than this are shown as one block. */
const mostCompared = 2000;

interface Step {
  readonly kind: " " | "-" | "+";
  readonly line: string;
}

/** The changes of a file as a unified diff, which `git apply` and `patch -p1` take. */
export function unifiedDiff({ file, before, after }: FileChange): string {
  if (before === "") return newFile(file, after);
  const steps = stepsBetween(linesOf(before), linesOf(after));
  const hunks: string[] = [];
  let old = 1;
  let now = 1;
  for (let at = 0; at < steps.length; ) {
    if (steps[at]?.kind === " ") {
      old++;
      now++;
      at++;
      continue;
    }
    const from = Math.max(0, at - context);
    let to = at;
    for (let quiet = 0; to < steps.length && quiet <= 2 * context; to++)
      quiet = steps[to]?.kind === " " ? quiet + 1 : 0;
    const last = steps.slice(0, to).findLastIndex(({ kind }) => kind !== " ");
    const hunk = steps.slice(from, Math.min(steps.length, last + 1 + context));
    const count = (kind: "-" | "+"): number => hunk.filter((step) => step.kind !== (kind === "-" ? "+" : "-")).length;
    const lead = at - from;
    hunks.push(`@@ -${old - lead},${count("-")} +${now - lead},${count("+")} @@\n`, ...hunk.map(shown));
    for (const { kind } of hunk.slice(lead)) {
      if (kind !== "+") old++;
      if (kind !== "-") now++;
    }
    at = from + hunk.length;
  }
  return hunks.length === 0 ? "" : `--- a/${file}\n+++ b/${file}\n${hunks.join("")}`;
}

function newFile(file: string, text: string): string {
  const lines = linesOf(text).map((line): Step => ({ kind: "+", line }));
  return `--- /dev/null\n+++ b/${file}\n@@ -0,0 +1,${lines.length} @@\n${lines.map(shown).join("")}`;
}

/** Lines with their ends, so that a last one without differs from one with. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

function shown({ kind, line }: Step): string {
  return line.endsWith("\n") ? `${kind}${line}` : `${kind}${line}\n\\ No newline at end of file\n`;
}

/** What to keep, take away and add, line by line: the longest common rest between the first and the last change. */
function stepsBetween(a: readonly string[], b: readonly string[]): readonly Step[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const same = (lines: readonly string[]): Step[] => lines.map((line) => ({ kind: " ", line }));
  return [
    ...same(a.slice(0, start)),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...same(a.slice(a.length - end)),
  ];
}

function middle(a: readonly string[], b: readonly string[]): readonly Step[] {
  const gone = (): Step[] => a.map((line) => ({ kind: "-", line }));
  const added = (): Step[] => b.map((line) => ({ kind: "+", line }));
  if (a.length === 0 || b.length === 0 || a.length > mostCompared || b.length > mostCompared)
    return [...gone(), ...added()];
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const below = lengths[(i + 1) * width + j] ?? 0;
      const right = lengths[i * width + j + 1] ?? 0;
      lengths[i * width + j] = a[i] === b[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(below, right);
    }
  }
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const below = lengths[(i + 1) * width + j] ?? 0;
    const right = lengths[i * width + j + 1] ?? 0;
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push({ kind: " ", line: a[i] ?? "" });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && below >= right)) steps.push({ kind: "-", line: a[i++] ?? "" });
    else steps.push({ kind: "+", line: b[j++] ?? "" });
  }
  return steps;
}
