import type { Context } from "./context.ts";
import type { Globals } from "./globals.ts";
import type { Completes, OptionTable, OptionValues } from "./option.ts";

/** A word that a command takes behind its name. */
export interface ArgumentSpec {
  readonly name: string;
  readonly summary: string;
  readonly required?: boolean;
  /** Takes all the words that are left. */
  readonly many?: boolean;
  readonly completes?: Completes;
}

/** What a command is given: the words, its options, the options of every command. */
export interface Input<Options extends OptionTable = OptionTable> {
  readonly args: readonly string[];
  readonly options: OptionValues<Options>;
  readonly globals: Globals;
  /** What other commands there are, for the one that completes their names. */
  readonly catalog: Catalog;
}

/** Does the work; gives the exit code. Expected failures are thrown as `SlipwayError`. */
export type Run<Options extends OptionTable> = (context: Context, input: Input<Options>) => Promise<number>;

/** The groups of the help, in its order. */
export const groups = [
  "Run a project",
  "Look at it",
  "Work in it",
  "Settings and secrets",
  "Jobs",
  "Before it runs",
  "Slipway itself",
] as const;

/** The first words of commands that have two, with what they are about: in the help of the program each is one line. */
export const families: Readonly<Record<string, string>> = {
  env: "Settings: resolve, check, explain and compare them, run a program with them",
  job: "Jobs: submit, list, show, follow, cancel, retry them, fetch what they left",
  token: "Tokens for the jobs API: make, list, revoke",
  database: "The database of jobs: back it up, restore it",
  "audit-trail": "The audit trail of jobs: export it, check that nothing in it was changed",
  secrets: "Secrets: make what is missing, list, check, rotate, share them",
};

/** What commands there are, and how one is loaded. */
export interface Catalog {
  /** In the order of the help. */
  readonly names: readonly string[];
  /** The command of one of the names. */
  load(name: string): Promise<Command>;
}

/** Every command, in the order of the help. */
export function allCommands({ names, load }: Catalog): Promise<readonly Command[]> {
  return Promise.all(names.map(load));
}

/** The family of a command with two words, such as `env explain`. */
export function familyOf({ name }: Pick<Command, "name">): string | undefined {
  const [first = "", second] = name.split(" ");
  return second === undefined ? undefined : first;
}

/** One command: all that help, completion, docs and the reading of the command line need. Cheap to load. */
export interface Command<Options extends OptionTable = OptionTable> {
  /** One word, or two of which the first is a family. */
  readonly name: string;
  readonly group: (typeof groups)[number];
  /** One line, beginning with a verb. */
  readonly summary: string;
  /** What a person should know beyond the summary; paragraphs of plain text. */
  readonly description?: string;
  readonly args: readonly ArgumentSpec[];
  readonly options: Options;
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** Options end at the first word: what follows belongs to the child (`exec`, `run`). */
  readonly passThrough?: boolean;
  readonly hidden?: boolean;
  /** Changes something and cannot say beforehand what: `--dry-run` is refused. */
  readonly noDryRun?: boolean;
  /** Loads the implementation; only the command that is run pays for it. */
  readonly run: () => Promise<{ readonly run: Run<Options> }>;
}

/** Declares a command; ties the types of its options to its implementation. */
export function defineCommand<Options extends OptionTable>(command: Command<Options>): Command {
  return command as unknown as Command;
}

/** `slipway exec [options] SERVICE COMMAND...` */
export function usageOf(command: Command): string {
  const words = command.args.map((arg) => {
    const name = `${arg.name.toUpperCase()}${arg.many ? "..." : ""}`;
    return arg.required ? name : `[${name}]`;
  });
  return ["slipway", command.name, "[options]", ...words].join(" ");
}
