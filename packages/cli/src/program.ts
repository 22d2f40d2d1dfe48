import { nearest } from "@slipway/core";
import { Command as Commander, CommanderError, Option } from "commander";
import { type Command, type Input, usageOf } from "./command.ts";
import { cliErrors } from "./errors.ts";
import { globalOptions } from "./globals.ts";
import { longName, type OptionSpec, type OptionTable, type OptionValues } from "./option.ts";
import { splitSwitches } from "./switches.ts";

/** What a command line asks for. */
export type Request =
  | { readonly kind: "run"; readonly command: Command; readonly input: Input }
  | { readonly kind: "help"; readonly command?: Command }
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
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Request {
  const root = parseOptions("slipway", rootOptions, argv, true);
  if (root.written.version) return { kind: "version" };
  const [name, ...rest] = root.words;
  if (name === undefined) return { kind: "help" };
  const command = name === "help" ? undefined : commands.find((one) => one.name === name);
  if (name === "help") return helpFor(rest[0], commands);
  if (!command) throw unknownCommand(name, commands);
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
    commands,
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

/** Lets commander split the words of a command line into options and operands. */
function parseOptions(
  name: string,
  table: OptionTable,
  argv: readonly string[],
  stopAtWord: boolean,
): { written: Written; words: readonly string[] } {
  const written: Record<string, string[]> = {};
  const parser = new Commander(name)
    .helpOption(false)
    .allowExcessArguments()
    .passThroughOptions(stopAtWord)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  for (const [key, spec] of Object.entries(table)) {
    const long = longName(key);
    const note = (text: string): string => {
      written[key] = [...(written[key] ?? []), text];
      return text;
    };
    const flags = `${spec.short ? `-${spec.short}, ` : ""}${long}${spec.value ? " <value>" : ""}`;
    const option = new Option(flags);
    option.negate = false;
    parser.addOption(option.argParser(note));
    if (!spec.value) parser.on(`option:${option.name()}`, () => note("true"));
    if (spec.onByDefault) {
      const off = new Option(`--no-${long.slice(2)}`);
      off.negate = false;
      parser.addOption(off);
      parser.on(`option:${off.name()}`, () => note("false"));
    }
  }
  try {
    parser.parse(splitSwitches(argv, table, stopAtWord), { from: "user" });
  } catch (error) {
    throw error instanceof CommanderError ? usageError(error, name, table) : error;
  }
  return { written, words: parser.args };
}

function readValues<Table extends OptionTable>(table: Table, written: Written): OptionValues<Table> {
  const values: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(table)) values[key] = option.read(written[key] ?? [], longName(key));
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

function helpFor(name: string | undefined, commands: readonly Command[]): Request {
  if (name === undefined) return { kind: "help" };
  const command = commands.find((one) => one.name === name);
  if (!command) throw unknownCommand(name, commands);
  return { kind: "help", command };
}

function unknownCommand(name: string, commands: readonly Command[]): Error {
  const names = commands.filter((command) => !command.hidden).map((command) => command.name);
  return cliErrors.error("CLI_UNKNOWN_COMMAND", { name, near: nearest(name, names) });
}

/** Commander's own error in the words of our table. */
function usageError(error: CommanderError, command: string, table: OptionTable): Error {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  if (error.code === "commander.unknownOption") {
    const names = Object.entries(table).filter(([, option]) => !option.hidden);
    const option = quoted.split("=", 1)[0] ?? quoted;
    const near = option.startsWith("--")
      ? nearest(
          option,
          names.map(([key]) => longName(key)),
        )
      : undefined;
    return cliErrors.error("CLI_UNKNOWN_OPTION", { option, command, near });
  }
  if (error.code === "commander.optionMissingArgument") {
    return cliErrors.error("CLI_OPTION_NEEDS_VALUE", { option: quoted.replace(" <value>", "") });
  }
  return cliErrors.error("CLI_INTERNAL", { reason: error.message }, { cause: error });
}
