/** The text, cut to a number of columns; the last one is `…` when something was cut. Expects no escape sequences. */
export function cut(text: string, columns: number): string {
  if (columns <= 0) return "";
  if (Bun.stringWidth(text) <= columns) return text;
  let result = "";
  let width = 0;
  for (const letter of text) {
    const letterWidth = Bun.stringWidth(letter);
    if (width + letterWidth > columns - 1) break;
    result += letter;
    width += letterWidth;
  }
  return `${result}…`;
}

/** How many columns of a terminal a text takes. */
export function columns(text: string): number {
  // Most texts are plain, and for them asking the runtime costs ten times as much.
  return /^[ -~]*$/.test(text) ? text.length : Bun.stringWidth(text);
}

/** The text with spaces behind it up to a number of columns. */
export function pad(text: string, width: number): string {
  return text.padEnd(text.length + width - columns(text));
}
