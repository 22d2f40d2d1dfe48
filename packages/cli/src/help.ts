import { type Command, families, familyOf, groups, usageOf } from "./command.ts";
import { globalOptions } from "./globals.ts";
import { longName, type OptionSpec, type OptionTable } from "./option.ts";
import type { Style } from "./output/style.ts";

/** The help of the program: its commands by purpose. */
export function renderProgramHelp(commands: readonly Command[], style: Style): string {
  const shown = commands.filter((command) => !command.hidden);
  const width = Math.max(...shown.map((command) => (familyOf(command) ?? command.name).length));
  const sections = groups.flatMap((group) => {
    const lines = shown
      .filter((command) => command.group === group)
      .map((command) => {
        const family = familyOf(command);
        const summary = family === undefined ? command.summary : families[family];
        return `  ${style.cyan((family ?? command.name).padEnd(width))}  ${summary}`;
      });
    return lines.length === 0 ? [] : [`${style.bold(group)}\n${[...new Set(lines)].join("\n")}`];
  });
  return [
    "Slipway runs a Compose project on your container engine, and says first what will change and why.",
    `${style.bold("Usage")}: slipway [options] COMMAND`,
    ...sections,
    `${style.bold("Options of every command")}\n${renderOptions(globalOptions, style)}`,
    "New here? `slipway setup` checks this machine; `slipway plan` changes nothing.\n`slipway COMMAND --help` tells more about a command.",
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

/** The help of a family of commands: each with its summary. */
export function renderFamilyHelp(family: string, commands: readonly Command[], style: Style): string {
  const shown = commands.filter((command) => familyOf(command) === family && !command.hidden);
  const width = Math.max(...shown.map(({ name }) => name.length));
  const lines = shown.map(({ name, summary }) => `  ${style.cyan(name.padEnd(width))}  ${summary}`);
  return [
    `${families[family]}.`,
    `${style.bold("Usage")}: slipway ${family} COMMAND [options]`,
    `${style.bold("Commands")}\n${lines.join("\n")}`,
    `\`slipway ${family} COMMAND --help\` tells more about each.\n`,
  ].join("\n\n");
}

/** The help of one command. */
export function renderCommandHelp(command: Command, style: Style): string {
  const parts = [`${command.summary}.`, `${style.bold("Usage")}: ${usageOf(command)}`];
  if (command.description) parts.splice(1, 0, command.description);
  if (command.args.length > 0) {
    const width = Math.max(...command.args.map((arg) => arg.name.length));
    const lines = command.args.map((arg) => `  ${style.cyan(arg.name.toUpperCase().padEnd(width))}  ${arg.summary}`);
    parts.push(`${style.bold("Arguments")}\n${lines.join("\n")}`);
  }
  const options = renderOptions(command.options, style);
  if (options) parts.push(`${style.bold("Options")}\n${options}`);
  if (command.examples.length > 0) {
    const width = Math.max(...command.examples.map(([line]) => line.length));
    const lines = command.examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${style.dim(`# ${meaning}`)}`);
    parts.push(`${style.bold("Examples")}\n${lines.join("\n")}`);
  }
  parts.push("The options of every command (-f, -p, --profile, --progress, …) are in `slipway --help`.");
  return `${parts.join("\n\n")}\n`;
}

function renderOptions(table: OptionTable, style: Style): string {
  const rows = Object.entries(table)
    .filter(([, option]) => !option.hidden)
    .map(([key, option]) => [optionTitle(key, option), optionSummary(option)] as const);
  const width = Math.max(0, ...rows.map(([title]) => title.length));
  return rows.map(([title, summary]) => `  ${style.cyan(title.padEnd(Math.min(width, 34)))}  ${summary}`).join("\n");
}

/** `-n, --tail LINES` */
export function optionTitle(key: string, option: OptionSpec<unknown>): string {
  const short = option.short ? `-${option.short}, ` : "    ";
  const long = option.onByDefault ? longName(key).replace("--", "--[no-]") : longName(key);
  return `${short}${long}${option.value ? ` ${option.value}` : ""}`;
}

/** The summary with what the flags alone do not say. */
export function optionSummary(option: OptionSpec<unknown>): string {
  const words = typeof option.completes === "object" ? `: ${option.completes.join(", ")}` : "";
  return `${option.summary}${words}${option.onByDefault ? " (on)" : ""}${option.repeats ? " (repeatable)" : ""}`;
}
