/** A piece of a command line: an option with its value, an operand, or the `--` behind which there are only operands. */
export type Token =
  | {
      readonly kind: "option";
      readonly index: number;
      readonly name: string;
      readonly rawName: string;
      readonly value?: string;
    }
  | { readonly kind: "positional"; readonly index: number; readonly value: string }
  | { readonly kind: "option-terminator"; readonly index: number };

/** What must be known of the options to find where their values stand. */
export interface OptionRules {
  /** The name of the option that has this letter. */
  ofLetter(letter: string): string | undefined;
  takesValue(name: string): boolean;
}

/**
 * Splits a command line as `parseArgs` of `node:util` does with `strict: false` and `tokens: true`, which the tests hold it to: loading
 * that module takes an eighth of the time in which `slipway version` is done. Options that no rule knows take no value.
 */
export function* optionTokens(argv: readonly string[], { ofLetter, takesValue }: OptionRules): Generator<Token, void> {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    if (word === "--") {
      yield { kind: "option-terminator", index };
      for (let rest = index + 1; rest < argv.length; rest++)
        yield { kind: "positional", index: rest, value: argv[rest] ?? "" };
      return;
    }
    if (word === "-" || !word.startsWith("-")) {
      yield { kind: "positional", index, value: word };
      continue;
    }
    if (word.startsWith("--")) {
      const equals = word.indexOf("=", 3);
      const name = equals === -1 ? word.slice(2) : word.slice(2, equals);
      const next = equals === -1 && takesValue(name) ? argv[index + 1] : undefined;
      const value = equals === -1 ? next : word.slice(equals + 1);
      yield { kind: "option", index, name, rawName: `--${name}`, ...(value === undefined ? {} : { value }) };
      if (next !== undefined) index++;
      continue;
    }
    for (let at = 1; at < word.length; at++) {
      const letter = word[at] ?? "";
      const name = ofLetter(letter) ?? letter;
      const sticks = takesValue(name) && at + 1 < word.length;
      const next = takesValue(name) && !sticks ? argv[index + 1] : undefined;
      const value = sticks ? word.slice(at + 1) : next;
      yield { kind: "option", index, name, rawName: `-${letter}`, ...(value === undefined ? {} : { value }) };
      if (next !== undefined) index++;
      if (value !== undefined) break;
    }
  }
}
