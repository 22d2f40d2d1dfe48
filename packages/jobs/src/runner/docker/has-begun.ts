import type { Engine } from "@slipway/engine";
import { createMarkReader, markBegin } from "../contract/marks.ts";

/** Whether the program of a container was given its job: it says so before anything else. */
export async function hasBegun(engine: Engine, container: string): Promise<boolean> {
  const marks = createMarkReader();
  let isFirst = true;
  for await (const { data } of await engine.containers.logs(container, false)) {
    // A log that no longer has its beginning is one of a job that has printed a lot.
    if (isFirst && data[0] !== markBegin) return true;
    isFirst = false;
    if (marks.push(data).some((piece) => "mark" in piece && piece.mark.kind !== "ready")) return true;
  }
  return false;
}
