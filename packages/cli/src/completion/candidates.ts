import { type Command, families, familyOf } from "../command.ts";
import { globalOptions } from "../globals.ts";
import { type Completes, longName, type OptionSpec, type OptionTable } from "../option.ts";

/** What can stand at the cursor. */
export interface Candidates {
  /** Words with what they mean. */
  readonly words: readonly (readonly [word: string, meaning: string])[];
  /** Names that only the project or the disk knows. */
  readonly more?: Exclude<Completes, readonly string[]>;
  /** The global options before the cursor: they name the project. */
  readonly globals: Readonly<Record<string, readonly string[]>>;
}

/**
 * What can stand for the last of `words` (which may be empty), the others being the words before it. Words that do not begin
 * as the last one does are left out; names from the project are left to the caller.
 */
export function candidatesFor(words: readonly string[], commands: readonly Command[]): Candidates {
  const before = joinEquals(words.slice(0, -1));
  const current = words.at(-1) ?? "";
  const state = walk(before, commands);
  const typed = current === "=" ? "" : current;
  const base = { globals: state.globals };
  const completes = (known: Completes | undefined): Candidates => {
    if (known === undefined) return { ...base, words: [] };
    if (typeof known === "string") return { ...base, words: [], more: known };
    return { ...base, words: known.filter((word) => word.startsWith(typed)).map((word) => [word, ""]) };
  };
  if (state.awaiting) return completes(state.awaiting.completes);
  if (state.child) return completes("files");
  if (current.startsWith("-")) return { ...base, words: optionWords(state.table, current) };
  if (!state.command) {
    const words = commands
      .filter((command) => !command.hidden && familyOf(command) === state.family)
      .map((command) => [command.name.slice(state.family ? state.family.length + 1 : 0), command.summary] as const);
    const all = state.family === undefined ? [...words, ...Object.entries(families)] : words;
    return { ...base, words: all.filter(([word]) => word.startsWith(current)) };
  }
  const { args } = state.command;
  const arg = args[Math.min(state.operands, args.length - 1)];
  return completes(state.operands < args.length || arg?.many ? arg?.completes : undefined);
}

interface State {
  /** The first word of a command that has two. */
  family?: string;
  command?: Command;
  table: OptionTable;
  operands: number;
  /** The option whose value comes next. */
  awaiting: OptionSpec<unknown> | undefined;
  /** The words belong to the child from here on. */
  child: boolean;
  globals: Record<string, string[]>;
}

function walk(words: readonly string[], commands: readonly Command[]): State {
  const state: State = { table: globalOptions, operands: 0, awaiting: undefined, child: false, globals: {} };
  let key = "";
  for (const word of words) {
    if (state.awaiting) {
      state.awaiting = undefined;
      if (key in globalOptions && !(key in (state.command?.options ?? {}))) note(state, key, word);
    } else if (word.startsWith("-")) {
      const [name = "", value] = word.split("=", 2);
      key =
        Object.entries(state.table).find(
          ([one, option]) => longName(one) === name || `-${option.short}` === name,
        )?.[0] ?? "";
      const option = state.table[key];
      if (option?.value && value === undefined) state.awaiting = option;
      else if (option?.value && value && key in globalOptions) note(state, key, value);
    } else if (!state.command) {
      const command = commands.find((one) => one.name === (state.family ? `${state.family} ${word}` : word));
      if (!command && !state.family && word in families) state.family = word;
      if (!command) continue;
      state.command = command;
      state.table = { ...globalOptions, ...command.options };
    } else {
      state.operands++;
      const last = state.command.args.length;
      if (state.command.passThrough && state.operands >= last) state.child = true;
    }
  }
  return state;
}

function note({ globals }: State, key: string, value: string): void {
  globals[key] = [...(globals[key] ?? []), value];
}

function optionWords(table: OptionTable, current: string): (readonly [string, string])[] {
  return Object.entries(table)
    .filter(([, option]) => !option.hidden)
    .map(([key, option]) => [option.onByDefault ? longName(`no-${key}`) : longName(key), option.summary] as const)
    .filter(([word]) => word.startsWith(current));
}

/** bash hands `--format=json` over as three words. */
function joinEquals(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const last = joined.at(-1);
    if (word !== "=" || !last?.startsWith("--")) joined.push(word);
    else if (index + 1 < words.length) joined[joined.length - 1] = `${last}=${words[++index]}`;
  }
  return joined;
}
