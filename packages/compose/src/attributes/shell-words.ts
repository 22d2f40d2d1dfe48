/** The words of a command line; `cut` is what stands behind a shell operator, which Compose leaves out. */
export interface ShellWords {
  readonly words: readonly string[];
  readonly cut?: string;
}

/**
 * Splits a command line into words: quotes and backslashes as in a shell, no variables. `` `…` `` and `$(…)` stay as
 * they are. At an operator outside quotes (`; & | < >`) the line ends: Compose starts no shell. Undefined when a quote
 * or bracket is not closed.
 * Source: docker compose (its splitter's rules, found by trying).
 */
export function splitShellWords(line: string): ShellWords | undefined {
  // What most commands are made of, read in one go.
  if (/^[\w@%+=:,./ -]*$/.test(line)) return { words: line.split(" ").filter((word) => word !== "") };
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? "";
    if (char === "\\" && quote !== "'") {
      at++;
      if (at >= line.length) return undefined;
      word = (word ?? "") + line[at];
    } else if (quote !== "") {
      const closes = char === quote;
      if (!closes || quote === "`" || quote === ")") word = (word ?? "") + char;
      if (closes) quote = "";
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (char === "`") {
      quote = char;
      word = (word ?? "") + char;
    } else if (char === "(") {
      if (!word?.endsWith("$")) return undefined;
      quote = ")";
      word += char;
    } else if (char === ")") {
      return undefined;
    } else if (";&|<>".includes(char)) {
      if (word !== undefined && !(char === ">" && /^\d/.test(word))) words.push(word);
      return { words, cut: line.slice(at) };
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== "") return undefined;
  if (word !== undefined) words.push(word);
  return { words };
}
