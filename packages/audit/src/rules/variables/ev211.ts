import type { Found } from "../../finding.ts";
import { offsetIn } from "../../inventory/text-place.ts";
import { defineRule } from "../rule.ts";

export const ev211 = defineRule({
  id: "EV211",
  why: "Readers of env files disagree on such lines: one takes the sign into the value, another drops the line.",
  bad: { ".env.example": "PORT=3000;\nHOST = web\nNAME=a\nNAME=b\n" },
  good: { ".env.example": '# PORT = 1\nPORT=3000\nHOST=web\nNAME="a; b"\nKEY="two\nlines"\n' },
  fix: "Write NAME=value, each name once",
  *check({ envFiles, text }) {
    for (const { path, entries, template } of envFiles) {
      const content = text(path) ?? "";
      const first = new Map<string, (typeof entries)[number]>();
      for (const entry of entries) {
        if (entry.off) continue;
        const before = first.get(entry.key);
        first.set(entry.key, entry);
        if (before === undefined) continue;
        yield {
          at: entry.at,
          message: `${entry.key} stands twice`,
          evidence: [{ ...before.at, text: "here for the first time" }],
          fix: `Keep one line for ${entry.key}; most readers take the last`,
        };
      }
      if (!template || entries.length > 0) yield* lineFaults(path, content);
    }
  },
});

/** Faults of single lines; what stands between quotes over several lines is passed over. */
function* lineFaults(file: string, text: string): Iterable<Found> {
  const lines = text.split("\n");
  let quote: string | undefined;
  let crlf = false;
  for (const [index, raw] of lines.entries()) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const at = (column: number) => ({ file, line: index + 1, column });
    const start = offsetIn(text, at(1));
    if (raw.endsWith("\r") && !crlf) {
      crlf = true;
      yield {
        at: at(line.length + 1),
        message: "lines end with CRLF, so that a shell takes a carriage return into each value",
        fix: { text: "End lines with LF", safe: true, edits: carriageReturns(file, text) },
      };
    }
    if (quote !== undefined) {
      if (line.includes(quote)) quote = undefined;
      continue;
    }
    const match = /^(\s*(?:export\s+)?)([A-Za-z_][\w.-]*)(\s*)(=)(\s*)(.*)$/.exec(line);
    if (!match || line.trimStart().startsWith("#")) continue;
    const [, lead = "", key = "", before = "", , behind = "", value = ""] = match;
    const sign = lead.length + key.length + before.length;
    if (before !== "" || (behind !== "" && value !== "" && !value.startsWith("#"))) {
      const from = start + lead.length + key.length;
      const edits = [{ file, start: from, end: from + before.length + 1 + behind.length, text: "=" }];
      yield {
        at: at(sign + 1 - before.length),
        message: `there are blanks around the = of ${key}`,
        fix: { text: "Take the blanks away", safe: true, edits },
      };
    }
    const mark = value[0];
    if (mark === '"' || mark === "'") {
      const close = closing(value, mark);
      if (close === -1) {
        const end = lines.slice(index + 1).findIndex((other) => other.includes(mark));
        const next = lines.slice(index + 1).findIndex((other) => /^\s*(?:export\s+)?[A-Za-z_]\w*=/.test(other));
        if (end === -1 || (next !== -1 && next <= end))
          yield {
            at: at(sign + 2 + behind.length),
            message: `the value of ${key} opens with ${mark} and does not close`,
            fix: "Close the quote",
          };
        else quote = mark;
      } else if (/^\s*;\s*$/.test(value.slice(close + 1)))
        yield semicolon(file, start + line.lastIndexOf(";"), at(line.lastIndexOf(";") + 1), key);
    } else if (/^[^;\s]+;\s*$/.test(value))
      yield semicolon(file, start + line.lastIndexOf(";"), at(line.lastIndexOf(";") + 1), key);
  }
}

function semicolon(file: string, offset: number, at: Found["at"], key: string): Found {
  const edits = [{ file, start: offset, end: offset + 1, text: "" }];
  return {
    at,
    message: `the ; becomes part of the value of ${key}`,
    fix: { text: "Take the semicolon away", safe: true, edits },
  };
}

function closing(value: string, quote: string): number {
  for (let at = 1; at < value.length; at++) {
    if (value[at] === "\\" && quote === '"') at++;
    else if (value[at] === quote) return at;
  }
  return -1;
}

function carriageReturns(file: string, text: string) {
  return [...text.matchAll(/\r(?=\n)/g)].map(({ index }) => ({ file, start: index, end: index + 1, text: "" }));
}
