/** A place in a text that a person wrote. Lines and columns count from 1; columns count UTF-16 units. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The column behind the last character of the offending text, when it stands on one line. */
  readonly endColumn?: number;
  /** The whole line, so that a message can show it. Absent where the line may hold a secret, or is too long to show. */
  readonly text?: string;
}

/** Lines up to this length are shown. */
const longestLine = 500;

/** `file:line:column`, the form that editors and terminals turn into a link. */
export function formatPosition(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}

/**
 * A text with its name, which gives the {@link Position} of an offset.
 * The table of lines is made at the first question: a load without problems never pays for it.
 */
export class SourceText {
  readonly file: string;
  readonly text: string;
  /** False for files whose lines may hold secrets (`.env`): positions then carry no text. */
  readonly quotable: boolean;
  #starts: number[] | undefined;

  constructor(file: string, text: string, quotable = true) {
    this.file = file;
    this.text = text;
    this.quotable = quotable;
  }

  /** The place of the characters from `start` up to `end` (offsets in UTF-16 units). */
  position(start: number, end: number = start): Position {
    const starts = this.#lineStarts();
    const offset = Math.max(0, Math.min(start, this.text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const lineStart = starts[low] ?? 0;
    const lineEnd = starts[low + 1] ?? this.text.length + 1;
    const length = lineEnd - 1 - lineStart - (this.text.endsWith("\r", lineEnd - 1) ? 1 : 0);
    const column = offset - lineStart + 1;
    const endColumn = Math.min(Math.max(end, offset + 1) - lineStart, length) + 1;
    return {
      file: this.file,
      line: low + 1,
      column,
      ...(endColumn > column ? { endColumn } : {}),
      ...(this.quotable && length <= longestLine ? { text: this.text.slice(lineStart, lineStart + length) } : {}),
    };
  }

  #lineStarts(): number[] {
    if (this.#starts) return this.#starts;
    const starts = [0];
    for (let at = this.text.indexOf("\n"); at !== -1; at = this.text.indexOf("\n", at + 1)) {
      starts.push(at + 1);
    }
    this.#starts = starts;
    return starts;
  }
}
