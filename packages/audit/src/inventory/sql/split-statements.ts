/** One statement of an SQL text. */
export interface SqlStatement {
  /** As written, without the `;`. */
  readonly text: string;
  /** The same length, with comments, the insides of strings and dollar quotes made blank: safe to be searched. */
  readonly bare: string;
  /** The offset in the text it was split from. */
  readonly start: number;
}

/**
 * The statements of an SQL text of PostgreSQL, SQLite or MySQL: cut at `;` outside of strings, comments, dollar quotes and the bodies of
 * triggers and functions. Commands of psql (`\connect`) and the data lines of `COPY … FROM stdin` are left out. One pass.
 */
export function splitStatements(text: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  const bare = blanked(text);
  let start = 0;
  let depth = 0;
  let words = "";
  let word = "";
  const endWord = (at: number): void => {
    if (word === "") return;
    const upper = word.toUpperCase();
    word = "";
    if (words.length < 60) words += `${upper} `;
    if (
      !/^CREATE (?:OR REPLACE )?(?:TEMP |TEMPORARY |CONSTRAINT |DEFINER )*(?:TRIGGER|FUNCTION|PROCEDURE) /.test(words)
    )
      return;
    // Bodies of SQLite's triggers, and of functions between BEGIN ATOMIC and END: CASE has an END of its own.
    if (upper === "BEGIN" || (upper === "CASE" && depth > 0)) depth++;
    else if (upper === "END" && depth > 0 && !/^\s+(?:IF|LOOP|WHILE)\b/i.test(text.slice(at, at + 12))) depth--;
  };
  const cut = (end: number): void => {
    const whole = bare.slice(start, end);
    const own = whole.trim();
    const from = start + whole.indexOf(own);
    if (own !== "") statements.push({ text: text.slice(from, from + own.length), bare: own, start: from });
    start = end + 1;
    depth = 0;
    words = "";
  };
  for (let at = 0; at < bare.length; at++) {
    const sign = bare[at] as string;
    if (/\w/.test(sign)) word += sign;
    else {
      endWord(at);
      if (sign === '"' || sign === "`") at = quoteEnd(bare, at, false);
      else if (sign === ";" && depth === 0) {
        const before = words;
        cut(at);
        if (before.startsWith("COPY ") && / STDIN /.test(before)) at = start = endOfData(text, at);
      } else if (sign === "\\" && words === "") {
        const end = text.indexOf("\n", at);
        at = end === -1 ? text.length : end;
        start = at;
      }
    }
  }
  endWord(bare.length);
  cut(bare.length);
  return statements;
}

/** The offset behind the line `\.`, which ends the data of a COPY. */
function endOfData(text: string, from: number): number {
  const found = text.indexOf("\n\\.", from);
  return found === -1 ? text.length : found + 3;
}

/** The text with comments, the insides of strings and of dollar quotes made blank; quotes and line ends stay. */
function blanked(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  const blank = (from: number, to: number): void => {
    if (to <= from) return;
    parts.push(text.slice(kept, from), text.slice(from, to).replace(/[^\n]/g, " "));
    kept = to;
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "-" && text[at + 1] === "-") {
      const end = lineEnd(text, at);
      blank(at, end);
      at = end - 1;
    } else if (sign === "/" && text[at + 1] === "*") {
      const end = commentEnd(text, at);
      blank(at, end);
      at = end - 1;
    } else if (sign === "'") {
      const escapes = /[eE]/.test(text[at - 1] ?? "") && !/\w/.test(text[at - 2] ?? "");
      const close = quoteEnd(text, at, escapes);
      blank(at + 1, close);
      at = close;
    } else if (sign === '"' || sign === "`") at = quoteEnd(text, at, false);
    else if (sign === "$" && !/\w/.test(text[at - 1] ?? "")) {
      const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(text.slice(at, at + 64))?.[0];
      if (tag === undefined) continue;
      const close = text.indexOf(tag, at + tag.length);
      const end = close === -1 ? text.length : close;
      blank(at + tag.length, end);
      at = end + tag.length - 1;
    }
  }
  return parts.join("") + text.slice(kept);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** Comments nest in PostgreSQL. */
function commentEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "/" && text[at + 1] === "*") {
      depth++;
      at++;
    } else if (text[at] === "*" && text[at + 1] === "/") {
      at++;
      if (--depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** The offset of the closing quote; a doubled one stands for itself. */
function quoteEnd(text: string, open: number, escapes: boolean): number {
  const quote = text[open];
  for (let at = open + 1; at < text.length; at++) {
    if (escapes && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at;
      at++;
    }
  }
  return text.length;
}
