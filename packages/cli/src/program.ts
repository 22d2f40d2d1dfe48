import { nearest } from "@slipway/core";
import { allCommands, type Catalog, type Command, type Input, usageOf } from "./command.ts";
import { cliErrors } from "./errors.ts";
import { globalOptions } from "./globals.ts";
import { longName, type OptionSpec, type OptionTable, type OptionValues } from "./option.ts";
import { optionTokens, type Token } from "./option-tokens.ts";

/** What a command line asks for. */
export type Request =
  | { readonly kind: "run"; readonly command: Command; readonly input: Input }
  | { readonly kind: "help"; readonly command?: Command; readonly family?: string }
  | { readonly kind: "version" };

const rootOptions: OptionTable = {
  ...globalOptions,
  help: { summary: "Show help", short: "h", read: () => false },
  version: { summary: "Show the version", short: "v", read: () => false },
};

/**
 * Reads a command line. Global options stand before the command's name or behind it; an option of the command wins over a
 * global one with the same letter (`logs -f`). Throws `CLI_…` errors with exit code 2.
 */
export async function parseCommandLine(argv: readonly string[], catalog: Catalog): Promise<Request> {
  let root = parseOptions("slipway", rootOptions, argv, true);
  if (root.written.version) return { kind: "version" };
  const [first] = root.words;
  if (first === undefined) return { kind: "help" };
  if (first === "help") return await helpFor(root.words.slice(1), catalog);
  const family = isFamily(first, catalog) ? first : undefined;
  if (family !== undefined) {
    const behind = parseOptions(`slipway ${family}`, rootOptions, root.words.slice(1), true);
    root = { written: joined(root.written, behind.written), words: behind.words };
    if (root.words.length === 0) return { kind: "help", family };
  }
  const [word = "", ...rest] = root.words;
  const command = await commandNamed(family === undefined ? word : `${family} ${word}`, catalog);
  if (root.written.help) return { kind: "help", command };

  const table: OptionTable = {
    ...globalsFor(command),
    help: rootOptions.help as OptionSpec<unknown>,
    ...command.options,
  };
  const own = parseOptions(`slipway ${command.name}`, table, rest, command.passThrough === true);
  if (own.written.help && !("help" in command.options)) return { kind: "help", command };
  checkWords(command, own.words);
  const globals: Written = {};
  for (const key of Object.keys(globalOptions)) {
    const behind = key in command.options ? [] : (own.written[key] ?? []);
    globals[key] = [...(root.written[key] ?? []), ...behind];
  }
  const input = {
    args: own.words,
    options: readValues(command.options, own.written),
    globals: readValues(globalOptions, globals),
    catalog,
  };
  if (input.globals.dryRun && command.noDryRun) throw cliErrors.error("CLI_NO_DRY_RUN", { command: command.name });
  return { kind: "run", command, input };
}

/** The global options that a command accepts behind its name, without the letters that it uses itself. */
function globalsFor(command: Command): OptionTable {
  const letters = new Set(Object.values(command.options).map((option) => option.short));
  const table: Record<string, OptionSpec<unknown>> = {};
  for (const [key, option] of Object.entries<OptionSpec<unknown>>(globalOptions)) {
    if (key in command.options) continue;
    const { short, ...longOnly } = option;
    table[key] = letters.has(short) ? longOnly : option;
  }
  return table;
}

type Written = Record<string, readonly string[]>;

function joined(one: Written, other: Written): Written {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...keys].map((key) => [key, [...(one[key] ?? []), ...(other[key] ?? [])]]));
}

/** Splits the words of a command line into options and operands; with `stopAtWord` the first operand ends the options. */
function parseOptions(
  command: string,
  table: OptionTable,
  argv: readonly string[],
  stopAtWord: boolean,
): { written: Written; words: readonly string[] } {
  const rules = {
    ofLetter: (letter: string) => nameOfLetter(table, letter),
    takesValue: (name: string) => named(table, name)?.spec.value !== undefined,
  };
  const written: Record<string, string[]> = {};
  const words: string[] = [];
  for (const token of optionTokens(argv, rules)) {
    if (token.kind === "option-terminator" || (token.kind === "positional" && stopAtWord)) {
      words.push(...argv.slice(token.kind === "positional" ? token.index : token.index + 1));
      break;
    }
    if (token.kind === "positional") {
      words.push(token.value);
      continue;
    }
    const { key, text } = readOption(token, table, command);
    written[key] = [...(written[key] ?? []), text];
  }
  return { written, words };
}

interface Named {
  readonly key: string;
  readonly spec: OptionSpec<unknown>;
}

/** The option with a long name, without its dashes. Asked by what was written: of a table with fifty options most are not. */
function named(table: OptionTable, name: string): Named | undefined {
  const key = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const spec = Object.hasOwn(table, key) ? table[key] : undefined;
  return spec && longName(key) === `--${name}` ? { key, spec } : undefined;
}

function nameOfLetter(table: OptionTable, letter: string): string | undefined {
  let found: string | undefined;
  // The last one: a command's own option wins over one of every command.
  for (const key in table) if (table[key]?.short === letter) found = key;
  return found === undefined ? undefined : longName(found).slice(2);
}

type OptionToken = Extract<Token, { kind: "option" }>;

/**
 * What an option says of which key of the table. Switches take `=true` and `=false`, which scripts written for docker
 * compose use; one that is on by default is turned off with `--no-…`. Source: spf13/pflag, boolean flags.
 */
function readOption(token: OptionToken, table: OptionTable, command: string): { key: string; text: string } {
  const { rawName, value } = token;
  const known = named(table, token.name);
  if (!known) {
    const positive = token.name.startsWith("no-") ? named(table, token.name.slice(3)) : undefined;
    if (positive?.spec.onByDefault && value === undefined) return { key: positive.key, text: "false" };
    throw unknownOption(rawName, table, command);
  }
  const { key, spec } = known;
  if (spec.value) {
    // `-f=x` means `-f x`, as in docker compose.
    if (value !== undefined) return { key, text: rawName.startsWith("--") ? value : value.replace(/^=/, "") };
    throw cliErrors.error("CLI_OPTION_NEEDS_VALUE", {
      option: spec.short ? `-${spec.short}, ${longName(key)}` : longName(key),
    });
  }
  if (value === undefined || /^(true|1|t)$/i.test(value)) return { key, text: "true" };
  if (/^(false|0|f)$/i.test(value)) return { key, text: "false" };
  throw cliErrors.error("CLI_BAD_VALUE", { option: rawName, value, expected: "true or false" });
}

function unknownOption(option: string, table: OptionTable, command: string): Error {
  const shown = Object.entries(table).flatMap(([key, { hidden }]) => (hidden ? [] : [longName(key)]));
  const near = option.startsWith("--") ? nearest(option, shown) : undefined;
  return cliErrors.error("CLI_UNKNOWN_OPTION", { option, command, near });
}

function readValues<Table extends OptionTable>(table: Table, written: Written): OptionValues<Table> {
  const values: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(table)) {
    const given = written[key];
    values[key] = given ? option.read(given, longName(key)) : option.read([], key);
  }
  return values as OptionValues<Table>;
}

function checkWords(command: Command, words: readonly string[]): void {
  const usage = usageOf(command);
  const name = `slipway ${command.name}`;
  const missing = command.args.find((arg, index) => arg.required && words.length <= index);
  if (missing)
    throw cliErrors.error("CLI_MISSING_ARGUMENT", { argument: missing.name.toUpperCase(), command: name, usage });
  const extra = words[command.args.length];
  if (extra === undefined || command.args.at(-1)?.many) return;
  throw cliErrors.error("CLI_TOO_MANY_ARGUMENTS", { command: name, extra, usage });
}

async function helpFor([first, second]: readonly string[], catalog: Catalog): Promise<Request> {
  if (first === undefined) return { kind: "help" };
  if (!isFamily(first, catalog)) return { kind: "help", command: await commandNamed(first, catalog) };
  if (second === undefined) return { kind: "help", family: first };
  return { kind: "help", command: await commandNamed(`${first} ${second}`, catalog) };
}

function isFamily(word: string, { names }: Catalog): boolean {
  for (const name of names) if (name.startsWith(word) && name[word.length] === " ") return true;
  return false;
}

async function commandNamed(name: string, catalog: Catalog): Promise<Command> {
  if (catalog.names.includes(name)) return await catalog.load(name);
  const names = (await allCommands(catalog)).filter((command) => !command.hidden).map((command) => command.name);
  throw cliErrors.error("CLI_UNKNOWN_COMMAND", { name, near: nearest(name, names) });
}
