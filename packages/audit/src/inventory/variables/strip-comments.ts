/** Languages by how their comments begin. */
export type CommentStyle = "slashes" | "hash";

/** A text of code as it is read: its comments made blank, so that offsets stay, and where its strings stand. */
export interface ReadCode {
  readonly code: string;
  /** True for an offset within the text of a string; what a template puts in, `${…}`, is code. */
  isInString(offset: number): boolean;
}

/** A text of code with its comments made blank, so that offsets stay. Strings are kept. */
export function withoutComments(text: string, style: CommentStyle): string {
  return readCode(text, style).code;
}

/**
 * Tells comments, strings and code apart, in one pass. A quote that its line does not close is no string, and a docstring of
 * Python is a comment.
 */
export function readCode(text: string, style: CommentStyle): ReadCode {
  const slashes = style === "slashes";
  const parts: string[] = [];
  const strings: (readonly [from: number, to: number])[] = [];
  /** The braces that are open in each `${…}` of a template that is read. */
  const templates: number[] = [];
  let kept = 0;
  const blank = (from: number, to: number): number => {
    const comment = text.slice(from, to);
    // Most comments are of one line.
    const blanks = comment.includes("\n") ? comment.replace(/[^\n]/g, " ") : " ".repeat(to - from);
    parts.push(text.slice(kept, from), blanks);
    kept = to;
    return to - 1;
  };
  const template = (from: number): number => {
    const signs = /\\[\s\S]|`|\$\{/g;
    signs.lastIndex = from;
    for (let found = signs.exec(text); found; found = signs.exec(text)) {
      if (found[0].startsWith("\\")) continue;
      strings.push([from, found.index]);
      if (found[0] === "`") return found.index;
      templates.push(0);
      return found.index + 1;
    }
    return from - 1;
  };
  // Only the signs that may begin or end something are looked at; braces only within a template.
  const outside = slashes ? /["'`/]/g : /["'#]/g;
  const inside = /["'`/{}]/g;
  const following = (from: number): number => {
    const signs = templates.length > 0 ? inside : outside;
    signs.lastIndex = from;
    return signs.exec(text)?.index ?? text.length;
  };
  for (let at = following(0); at < text.length; at = following(at + 1)) {
    const sign = text[at] as string;
    const open = templates.length - 1;
    if (sign === "{" && open >= 0) templates[open] = (templates[open] ?? 0) + 1;
    else if (sign === "}" && open >= 0) {
      if (templates[open] === 0) {
        templates.pop();
        at = template(at + 1);
      } else templates[open] = (templates[open] ?? 0) - 1;
    } else if (sign === "`" && slashes) at = template(at + 1);
    else if ((sign === '"' || sign === "'") && !slashes && text.startsWith(sign.repeat(3), at)) {
      const close = text.indexOf(sign.repeat(3), at + 3);
      const end = close === -1 ? text.length : close + 3;
      if (/(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 80), at))) at = blank(at, end);
      else {
        strings.push([at + 3, end - 3]);
        at = end - 1;
      }
    } else if (sign === '"' || sign === "'") {
      const close = closingQuote(text, at, sign);
      if (close !== undefined) {
        strings.push([at + 1, close]);
        at = close;
      }
    } else if (slashes && sign === "/" && text[at + 1] === "/" && text[at - 1] !== ":")
      at = blank(at, lineEnd(text, at));
    else if (slashes && sign === "/" && text[at + 1] === "*") {
      const close = text.indexOf("*/", at + 2);
      at = blank(at, close === -1 ? text.length : close + 2);
    } else if (slashes && sign === "/" && beginsPattern(text, at)) at = endOfPattern(text, at);
    else if (!slashes && sign === "#" && (at === 0 || /\s/.test(text[at - 1] ?? ""))) at = blank(at, lineEnd(text, at));
  }
  const code = kept === 0 ? text : parts.join("") + text.slice(kept);
  return { code, isInString: (offset) => isWithin(strings, offset) };
}

function isWithin(ranges: readonly (readonly [from: number, to: number])[], offset: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = ranges[middle] ?? [0, 0];
    if (offset < from) high = middle - 1;
    else if (offset >= to) low = middle + 1;
    else return true;
  }
  return false;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The offset of the quote that closes a string; undefined when its line does not. */
function closingQuote(text: string, open: number, quote: string): number | undefined {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at;
    else if (text[at] === "\n") return undefined;
  }
  return undefined;
}

/** True for a slash that begins a regular expression: what stands before it is no value. */
function beginsPattern(text: string, at: number): boolean {
  return /(?:[(,=:[!&|?{};+\n]|\breturn|=>)[ \t]*$/.test(text.slice(Math.max(0, at - 12), at));
}

/** The slash that ends a regular expression; where it begins when its line does not end it. */
function endOfPattern(text: string, open: number): number {
  let inClass = false;
  for (let at = open + 1; at < text.length; at++) {
    const sign = text[at];
    if (sign === "\\") at++;
    else if (sign === "\n") return open;
    else if (sign === "[") inClass = true;
    else if (sign === "]") inClass = false;
    else if (sign === "/" && !inClass) return at;
  }
  return open;
}
