import { resolve } from "node:path";
import { exitCode } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { copyInto, copyOut, isAddressed, type ObservedContainers, oneReplica } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { checkServices } from "../../services.ts";
import type { cpOptions } from "./command.ts";
import { copyEnds, type Ends } from "./ends.ts";

type Options = Input<typeof cpOptions>["options"];

export async function run(context: Context, { args, options, globals }: Input<typeof cpOptions>): Promise<number> {
  const ends = copyEnds(args[0] ?? "", args[1] ?? "");
  const { target, look } = await observeTarget(context, globals);
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices([ends.service], target, observed);
    if (globals.dryRun) {
      context.stdout.write(`Would copy ${args[0]} to ${args[1]}\n`);
      return exitCode.done;
    }
    const copy = ends.direction === "out" ? copyFrom : copyTo;
    await copy(context, engine, observed, ends, options, signal);
    return exitCode.done;
  });
}

async function copyFrom(
  context: Context,
  engine: Engine,
  observed: ObservedContainers,
  { service, inside, outside }: Ends,
  { index, archive: keepOwners, followLink }: Options,
  signal: AbortSignal,
): Promise<void> {
  const container = oneReplica(observed, service, { running: false, ...(index === undefined ? {} : { index }) });
  if (outside !== "-") {
    const target = resolved(context, outside);
    await copyOut(engine, container, { source: inside, target, keepOwners, followLink, signal });
    return;
  }
  if (context.stdout.isTTY)
    throw cliErrors.error("CLI_BAD_VALUE", { option: "-", value: "a terminal", expected: "a file or a pipe behind >" });
  for await (const chunk of await engine.containers.getArchive(container.id, inside, { signal })) {
    context.stdout.writeBytes(chunk);
  }
}

async function copyTo(
  context: Context,
  engine: Engine,
  observed: ObservedContainers,
  { service, inside, outside }: Ends,
  { index, archive: keepOwners, followLink, all }: Options,
  signal: AbortSignal,
): Promise<void> {
  const containers = observed.containers.filter(
    (container) =>
      isAddressed(container, [service]) &&
      (all || !container.oneOff) &&
      (index === undefined || container.number === index),
  );
  // Says what is wrong when there is none.
  const [
    first = oneReplica(observed, service, { running: false, ...(index === undefined ? {} : { index }) }),
    ...more
  ] = containers;
  if (outside === "-") {
    const pieces: Uint8Array[] = [];
    for await (const chunk of context.stdin.chunks()) pieces.push(chunk);
    const archive = Buffer.concat(pieces);
    for (const { id } of [first, ...more])
      await engine.containers.putArchive(id, inside, archive, { keepOwners, signal });
    return;
  }
  const source = resolved(context, outside);
  for (const container of [first, ...more])
    await copyInto(engine, container, { source, target: inside, keepOwners, followLink, signal });
}

/** The absolute path; `/.` and `/` at its end mean something and stay. */
function resolved({ cwd }: Context, path: string): string {
  const end = /(\/\.?|^\.)$/.exec(path)?.[0] ?? "";
  return `${resolve(cwd, path)}${end === "." ? "/." : end}`;
}
