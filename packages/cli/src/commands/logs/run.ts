import { exitCode } from "@slipway/core";
import { containerRows, followLogs, type ObservedContainers } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { createLogPrinter } from "../../output/log-printer.ts";
import { createStyle, styleFor } from "../../output/style.ts";
import { checkServices } from "../../services.ts";
import { toEngineTime } from "../../time.ts";
import type { logsOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof logsOptions>): Promise<number> {
  const tail = tailOf(options.tail);
  const since = toEngineTime("--since", options.since, context.now());
  const until = toEngineTime("--until", options.until, context.now());
  const { target, look } = await observeTarget(context, globals);
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices(args, target, observed);
    const print = createLogPrinter({
      stdout: context.stdout,
      style: options.noColor ? createStyle(false) : styleFor(context, context.stdout, globals),
      projectName: target.name,
      prefix: !options.noLogPrefix,
      timestamps: options.timestamps,
      containers: shownContainers(observed, args),
    });
    const { follow, index } = options;
    const shown = {
      observed,
      services: args,
      follow,
      tail,
      ...(index === undefined ? {} : { index }),
      ...since,
      ...until,
    };
    for await (const lines of followLogs(engine, target.name, { ...shown, signal })) print(lines);
    return signal.aborted ? exitCode.interrupted : exitCode.done;
  });
}

function shownContainers(observed: ObservedContainers, services: readonly string[]): string[] {
  const rows = containerRows(observed).filter((row) => services.length === 0 || services.includes(row.service));
  return rows.map((row) => row.name);
}

function tailOf(text: string | undefined): number | "all" {
  if (text === undefined || text === "all" || text === "-1") return "all";
  if (/^\d+$/.test(text)) return Number(text);
  throw cliErrors.error("CLI_BAD_VALUE", { option: "--tail", value: text, expected: "a number of lines, or all" });
}
