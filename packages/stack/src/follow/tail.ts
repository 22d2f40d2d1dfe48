import { redact } from "@slipway/core";
import type { ContainerInspect, Engine } from "@slipway/engine";
import { toLines } from "./lines.ts";

/** The last lines that a container printed, both streams in order; none when the engine keeps no log of it. */
export async function tailOfLog(
  engine: Engine,
  container: ContainerInspect,
  count: number,
): Promise<readonly string[]> {
  const tty = container.Config.Tty === true;
  const lines: string[] = [];
  try {
    const output = await engine.containers.logs(container.Id, tty, { tail: count, stdout: true, stderr: true });
    for await (const lot of toLines(output)) lines.push(...lot.texts.map(redact));
  } catch {
    // The log only explains a failure that is reported anyway; some log drivers cannot be read.
    return [];
  }
  return lines.slice(-count);
}
