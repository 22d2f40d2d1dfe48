import type { LogLine } from "@slipway/stack";
import type { Output } from "../context.ts";
import type { Colour, Style } from "./style.ts";
import { pad } from "./width.ts";

const colours: readonly Colour[] = [
  "cyan",
  "yellow",
  "green",
  "magenta",
  "blue",
  "brightCyan",
  "brightYellow",
  "brightGreen",
  "brightMagenta",
  "brightBlue",
];

export interface LogPrinterOptions {
  readonly stdout: Output;
  readonly style: Style;
  readonly projectName: string;
  readonly prefix: boolean;
  readonly timestamps: boolean;
  /** Names of containers that may print, so that the first line is aligned with the later ones. */
  readonly containers?: readonly string[];
}

/**
 * Prints lines of containers as docker compose does: `web-1  | text`, a colour for each container, the bars aligned.
 * A wider name that comes later moves the bar for all lines after it. What is given together is written at once.
 */
export function createLogPrinter(options: LogPrinterOptions): (lines: readonly LogLine[]) => void {
  const { stdout, style, projectName, prefix, timestamps, containers = [] } = options;
  const colourOf = new Map<string, Colour>();
  const shortName = (name: string): string =>
    name.startsWith(`${projectName}-`) ? name.slice(projectName.length + 1) : name;
  let width = Math.max(0, ...containers.map((name) => shortName(name).length));
  const print = (line: LogLine): string => {
    if ("started" in line) return "";
    const name = shortName(line.container);
    width = Math.max(width, name.length);
    if ("exit" in line) return `${name} exited with code ${line.exit}\n`;
    const colour = colourOf.get(name) ?? colours[colourOf.size % colours.length] ?? "cyan";
    colourOf.set(name, colour);
    const head = prefix ? `${style[colour](`${pad(name, width)}  |`)} ` : "";
    const time = timestamps ? `${line.timestamp} ` : "";
    return `${head}${time}${line.text}\n`;
  };
  return (lines) => {
    const text = lines.map(print).join("");
    if (text !== "") stdout.write(text);
  };
}
