import { exitCode } from "@slipway/core";
import { oneReplica, publishedPort } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { checkServices } from "../../services.ts";
import type { portOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof portOptions>): Promise<number> {
  const [service = "", text = ""] = args;
  const [, port, written] = /^(\d+)(?:\/(tcp|udp))?$/.exec(text) ?? [];
  if (port === undefined)
    throw cliErrors.error("CLI_BAD_VALUE", { option: "PORT", value: text, expected: "a number, as 80 or 53/udp" });
  const { target, look } = await observeTarget(context, globals);
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices([service], target, observed);
    const { index } = options;
    const container = oneReplica(observed, service, { running: false, ...(index === undefined ? {} : { index }) });
    const protocol = options.protocol ?? written ?? "tcp";
    context.stdout.write(`${publishedPort(container, Number(port), protocol)}\n`);
    return exitCode.done;
  });
}
