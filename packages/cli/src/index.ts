/** The program as a function: a command line and a context in, an exit code out. */
export { runCli } from "./cli.ts";
export { type ArgumentSpec, allCommands, type Command, groups, usageOf } from "./command.ts";
export { catalog } from "./commands.ts";
export type { Context, Input, Output, TerminalSize } from "./context.ts";
export { cliErrors } from "./errors.ts";
export { globalOptions } from "./globals.ts";
export { optionSummary, optionTitle } from "./help.ts";
export { longName, type OptionSpec, type OptionTable } from "./option.ts";
export { version } from "./version.ts";
