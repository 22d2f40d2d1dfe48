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
  /** What stands before each line of a container. */
  const heads = new Map<string, string>();
  const colourOf = new Map<string, Colour>();
  const shortName = (name: string): string =>
    name.startsWith(`${projectName}-`) ? name.slice(projectName.length + 1) : name;
  let width = Math.max(0, ...containers.map((name) => shortName(name).length));
  const headOf = (container: string): string => {
    const name = shortName(container);
    if (name.length > width) {
      width = name.length;
      heads.clear();
    }
    const colour = colourOf.get(name) ?? colours[colourOf.size % colours.length] ?? "cyan";
    colourOf.set(name, colour);
    const head = prefix ? `${style[colour](`${pad(name, width)}  |`)} ` : "";
    heads.set(container, head);
    return head;
  };
  const print = (line: LogLine): string => {
    if ("started" in line) return "";
    if ("exit" in line) return `${shortName(line.container)} exited with code ${line.exit}\n`;
    const head = heads.get(line.container) ?? headOf(line.container);
    return timestamps ? `${head}${line.timestamp} ${line.text}\n` : `${head}${line.text}\n`;
  };
  return (lines) => {
    let text = "";
    for (const line of lines) text += print(line);
    if (text !== "") stdout.write(text);
  };
}
