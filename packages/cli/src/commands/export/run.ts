import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exitCode, isSlipwayError } from "@slipway/core";
import { oneReplica } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { checkServices } from "../../services.ts";
import type { exportOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof exportOptions>): Promise<number> {
  const [service = ""] = args;
  const { index, output } = options;
  if (output === undefined && context.stdout.isTTY)
    throw cliErrors.error("CLI_BAD_VALUE", {
      option: "--output",
      value: "",
      expected: "a file, as the archive is not text",
    });
  const { target, look } = await observeTarget(context, globals);
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices([service], target, observed);
    const { id } = oneReplica(observed, service, { running: false, ...(index === undefined ? {} : { index }) });
    const archive = await engine.containers.export(id, { signal });
    if (output === undefined) for await (const chunk of archive) context.stdout.writeBytes(chunk);
    else await write(resolve(context.cwd, output), archive);
    return exitCode.done;
  });
}

/** The file is there when the archive is whole, and not before. */
async function write(path: string, archive: AsyncIterable<Uint8Array>): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(archive), createWriteStream(part));
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    if (isSlipwayError(cause)) throw cause;
    throw cliErrors.error("CLI_CANNOT_WRITE", { path, reason: (cause as Error).message }, { cause });
  }
}
