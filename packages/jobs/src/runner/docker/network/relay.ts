import { isSlipwayError } from "@slipway/core";
import type { Engine, OutputChunk } from "@slipway/engine";
import type { Egress } from "../../egress/egress.ts";
import { type Connection, serveProxy } from "../../egress/proxy.ts";
import { gone } from "../engine-errors.ts";

/**
 * Carries the connections of a job to the proxy of this process: each comes over the engine, by an exec in the container that has the
 * job's network. So the job needs no network at all, and nobody but it can reach its proxy.
 *
 * `said`: what pause.sh says. Settles when that is over; connections that are open then go on.
 */
export async function serveRelay(
  engine: Engine,
  pause: string,
  said: AsyncIterable<OutputChunk>,
  egress: Egress,
  onReady: () => void = () => undefined,
): Promise<void> {
  let line = "";
  for await (const { stream, data } of said) {
    if (stream !== "stdout") continue;
    const lines = (line + Buffer.from(data).toString()).split("\n");
    line = lines.pop() ?? "";
    for (const text of lines) {
      if (text === "ready") onReady();
      const [, number] = /^open (\d+)$/.exec(text) ?? [];
      if (number !== undefined) void carry(engine, pause, number, egress);
    }
  }
}

/** One connection, from its first byte to its end. What goes wrong with it ends it, and nothing else. */
async function carry(engine: Engine, pause: string, number: string, egress: Egress): Promise<void> {
  try {
    const command = `cd /relay; exec 2>/dev/null 3<&0; cat <&3 >down.${number} & cat up.${number}; kill $!`;
    const attached = { AttachStdin: true, AttachStdout: true, AttachStderr: true };
    const { Id } = await engine.exec.create(pause, { Cmd: ["sh", "-c", command], ...attached });
    const stream = await engine.exec.start(Id, false);
    const connection: Connection = {
      input: bytesOf(stream.output),
      write: (bytes) => stream.write(bytes),
      end: () => stream.end(),
      close: () => stream.close(),
    };
    await serveProxy(connection, egress);
  } catch (cause) {
    // The job has ended meanwhile, and its network with it; or the engine has gone, which others tell of.
    const isExpected =
      isSlipwayError(cause) &&
      ([...gone, "ENGINE_UNREACHABLE", "ENGINE_CONNECTION_LOST"] as string[]).includes(cause.code);
    if (!isExpected && !(cause instanceof Error && "code" in cause)) throw cause;
  }
}

async function* bytesOf(output: AsyncIterable<OutputChunk>): AsyncGenerator<Uint8Array, void> {
  for await (const { stream, data } of output) if (stream === "stdout") yield data;
}
