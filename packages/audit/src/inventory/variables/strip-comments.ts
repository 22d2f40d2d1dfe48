/** Languages by how their comments begin. */
export type CommentStyle = "slashes" | "hash";

/**
 * A text of code with its comments made blank, so that offsets stay. Strings are kept; one of a single line ends with it at the
 * latest, so that a quote in a regular expression does no harm beyond its line.
 */
export function withoutComments(text: string, style: CommentStyle): string {
  const slashes = style === "slashes";
  const parts: string[] = [];
  let kept = 0;
  const blank = (from: number, to: number): void => {
    parts.push(text.slice(kept, from), text.slice(from, to).replace(/[^\n]/g, " "));
    kept = to;
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"' || sign === "'" || sign === "`") at = endOfString(text, at, sign);
    else if (slashes && sign === "/" && text[at + 1] === "/" && text[at - 1] !== ":") {
      const end = lineEnd(text, at);
      blank(at, end);
      at = end - 1;
    } else if (slashes && sign === "/" && text[at + 1] === "*") {
      const close = text.indexOf("*/", at + 2);
      const end = close === -1 ? text.length : close + 2;
      blank(at, end);
      at = end - 1;
    } else if (!slashes && sign === "#" && /\s|^$/.test(text[at - 1] ?? "")) {
      const end = lineEnd(text, at);
      blank(at, end);
      at = end - 1;
    }
  }
  return kept === 0 ? text : parts.join("") + text.slice(kept);
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
