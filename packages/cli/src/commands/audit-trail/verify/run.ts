import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { exitCode } from "@slipway/core";
import { type Head, jobsErrors, verifyTrail } from "@slipway/jobs";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { cliErrors } from "../../../errors.ts";
import { withClient } from "../../../jobs/open-client.ts";
import type { auditTrailVerifyOptions } from "./command.ts";

export async function run(context: Context, { args, options }: Input<typeof auditTrailVerifyOptions>): Promise<number> {
  const [file] = args;
  const known = options.head === undefined ? undefined : headOf(options.head);
  const { entries, head, fault } =
    file === undefined
      ? await withClient(context, options, async ({ client, signal }) => {
          const trail = await client.readTrail({}, { signal });
          return await verifyTrail(linesOf(trail.body ?? []), known);
        })
      : await verifyTrail(linesOf(file === "-" ? context.stdin.chunks() : bytesOf(resolve(context.cwd, file))), known);
  if (fault) {
    const at =
      file === undefined
        ? {}
        : { at: { file: file === "-" ? "-" : resolve(context.cwd, file), line: fault.line, column: 1 } };
    throw jobsErrors.error("JOBS_TRAIL_BROKEN", { problem: fault.problem }, at);
  }
  context.stdout.write(`${entries} entries, none was changed; the end of the chain is ${head.seq}:${head.hash}\n`);
  return exitCode.done;
}

function headOf(written: string): Head {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(written) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw cliErrors.error("CLI_BAD_VALUE", {
    option: "--head",
    value: written,
    expected: "NUMBER:HASH as `verify` prints it",
  });
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of createReadStream(path)) yield bytes as Uint8Array;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw jobsErrors.error("JOBS_FILE_UNREADABLE", { path, reason }, { cause });
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of chunks) {
    const lines = (text + decoder.decode(bytes, { stream: true })).split("\n");
    text = lines.pop() ?? "";
    yield* lines;
  }
  if (text !== "") yield text;
}
