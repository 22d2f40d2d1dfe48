import { isSlipwayError } from "@slipway/core";
import { type Engine, readArchive } from "@slipway/engine";
import { contractRoot } from "../contract/job-script.ts";

/** Bytes of a `result.json` that is read. */
const largestResult = 64 * 1024;

/** What the job wrote into `result.json`; undefined when it is not there, too large or no JSON. */
export async function readResult(engine: Engine, container: string): Promise<unknown> {
  const text = await readText(engine, container, `${contractRoot}/result.json`);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What is no JSON is no result; the contract says so.
    return undefined;
  }
}

async function readText(engine: Engine, container: string, path: string): Promise<string | undefined> {
  try {
    for await (const { type, size, content } of readArchive(await engine.containers.getArchive(container, path))) {
      if (type !== "file" || size > largestResult) return undefined;
      const pieces: Uint8Array[] = [];
      for await (const piece of content) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    }
    return undefined;
  } catch (cause) {
    const absent = ["ENGINE_NO_SUCH_PATH", "ENGINE_NO_SUCH_CONTAINER"];
    if (isSlipwayError(cause) && absent.includes(cause.code)) return undefined;
    throw cause;
  }
}
