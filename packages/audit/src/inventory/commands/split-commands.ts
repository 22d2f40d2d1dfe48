/** A command within a text, with the offset of its first word. */
export interface SplitCommand {
  readonly words: readonly string[];
  readonly start: number;
}

interface Word {
  text: string;
  readonly start: number;
}

/**
 * The commands of a shell text: cut at line ends, `;`, `&&`, `||`, `|` and `&`, with quotes taken off and comments left out.
 * Variables and substitutions stay as they stand: this reads what is written, it does not run it. Here-documents are passed over.
 */
export function splitCommands(text: string): readonly SplitCommand[] {
  const commands: SplitCommand[] = [];
  let words: Word[] = [];
  let word: Word | undefined;
  let heredoc: string | undefined;
  const endWord = (): void => {
    if (word) words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    const first = words[0];
    if (first) commands.push({ words: words.map((one) => one.text), start: first.start });
    words = [];
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === "\\") {
      if (text[at + 1] !== "\n" && text[at + 1] !== "\r") {
        word ??= { text: "", start: at };
        word.text += text[at + 1] ?? "";
      } else if (text[at + 1] === "\r") at++;
      at++;
    } else if (sign === "'" || sign === '"') {
      const close = closingQuote(text, at);
      word ??= { text: "", start: at };
      word.text += text.slice(at + 1, close);
      at = close;
    } else if (sign === "$" && text[at + 1] === "(") {
      const close = closingParenthesis(text, at + 1);
      word ??= { text: "", start: at };
      word.text += text.slice(at, close + 1);
      at = close;
    } else if (sign === "#" && !word) {
      const end = text.indexOf("\n", at);
      at = (end === -1 ? text.length : end) - 1;
    } else if (sign === "<" && text[at + 1] === "<" && text[at + 2] !== "<") {
      heredoc = /^<<-?\s*["']?(\w+)/.exec(text.slice(at, at + 80))?.[1];
      at += 1;
    } else if (sign === "\n") {
      endCommand();
      if (heredoc !== undefined) at = endOfHeredoc(text, at + 1, heredoc);
      heredoc = undefined;
    } else if (/[;&|]/.test(sign) && !/[<>]/.test(text[at - 1] ?? "")) endCommand();
    else if (/\s/.test(sign)) endWord();
    else {
      word ??= { text: "", start: at };
      word.text += sign;
    }
  }
  endCommand();
  return commands;
}

function closingQuote(text: string, open: number): number {
  const quote = text[open];
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\" && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

function closingParenthesis(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at;
  }
  return text.length;
}

/** The last offset of a here-document that begins at `from`. */
function endOfHeredoc(text: string, from: number, word: string): number {
  const found = new RegExp(`^[ \\t]*${word}[ \\t]*$`, "m").exec(text.slice(from));
  return found ? from + found.index + found[0].length : text.length;
}
