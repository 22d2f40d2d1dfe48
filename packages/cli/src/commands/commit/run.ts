import { exitCode } from "@slipway/core";
import { parseReference } from "@slipway/engine";
import { oneReplica } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { checkServices } from "../../services.ts";
import type { commitOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof commitOptions>): Promise<number> {
  const [service = "", name] = args;
  const { index, author, message, change: changes, pause } = options;
  const { target, look } = await observeTarget(context, globals);
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices([service], target, observed);
    const { id } = oneReplica(observed, service, { running: false, ...(index === undefined ? {} : { index }) });
    const made = await engine.containers.commit(id, {
      signal,
      pause,
      changes,
      ...(name === undefined
        ? {}
        : { repository: name.replace(/:[^:/]*$/, ""), tag: parseReference(name).tag ?? "latest" }),
      ...(author === undefined ? {} : { author }),
      ...(message === undefined ? {} : { message }),
    });
    context.stdout.write(`${made}\n`);
    return exitCode.done;
  });
}
