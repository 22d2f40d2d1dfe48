/** Languages by how their comments begin. */
export type CommentStyle = "slashes" | "hash";

/**
 * A text of code with its comments made blank, so that offsets stay. Strings are kept; one of a single line ends with it at the
 * latest, so that a quote in a regular expression does no harm beyond its line.
 */
export function withoutComments(text: string, style: CommentStyle): string {
  const slashes = style === "slashes";
  const next = slashes ? /["'`]|\/[/*]/g : /["'`]|#/g;
  const parts: string[] = [];
  let kept = 0;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    const at = found.index;
    const sign = text[at] ?? "";
    if (sign === '"' || sign === "'" || sign === "`") {
      next.lastIndex = endOfString(text, at, sign) + 1;
      continue;
    }
    // An address, or a sign within a word, begins no comment.
    if (slashes ? found[0] === "//" && text[at - 1] === ":" : at > 0 && !/\s/.test(text[at - 1] ?? "")) continue;
    const end = found[0] === "/*" ? endOfBlock(text, at) : lineEnd(text, at);
    parts.push(text.slice(kept, at), text.slice(at, end).replace(/[^\n]/g, " "));
    kept = end;
    next.lastIndex = end;
  }
  return kept === 0 ? text : parts.join("") + text.slice(kept);
}

function endOfBlock(text: string, from: number): number {
  const close = text.indexOf("*/", from + 2);
  return close === -1 ? text.length : close + 2;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function endOfString(text: string, open: number, quote: string): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at;
    else if (text[at] === "\n" && quote !== "`") return at;
  }
  return text.length;
}
