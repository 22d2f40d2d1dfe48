import { jobsErrors } from "../../errors.ts";
import { byteStream } from "../byte-stream.ts";
import { followLog, type LogPiece } from "../follow-log.ts";
import type { ApiParts, Handlers } from "../handler.ts";
import { eventStream, logEvents, readPlace } from "../log-events.ts";
import { visibleStanding } from "../visible-job.ts";

/** The handler of a job's output. */
export function logRoutes({
  store,
  bells,
  stopping,
}: Pick<ApiParts, "store" | "bells" | "stopping">): Pick<Handlers, "readLog"> {
  return {
    async readLog({ principal, params: { id }, query, request, signal }) {
      const job = await visibleStanding(store, principal, id);
      const { attempt, after, follow = false, encoding = "text" } = query;
      if (attempt !== undefined && attempt > Math.max(1, job.attempt))
        throw jobsErrors.error("JOBS_UNKNOWN_ATTEMPT", { job: id, attempt });
      const place = readPlace(request.headers.get("last-event-id") ?? after ?? "");
      const from = place ?? { attempt: attempt ?? Math.max(1, job.attempt), offset: 0 };
      const pieces = followLog({
        store,
        bells,
        job: id,
        from,
        only: attempt !== undefined,
        follow,
        signal: AbortSignal.any([signal, stopping]),
      });
      if (request.headers.get("accept")?.includes("text/event-stream")) {
        const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" };
        return new Response(eventStream(logEvents(pieces, encoding)), { headers });
      }
      return new Response(byteStream(plain(pieces)), { headers: { "content-type": "text/plain; charset=utf-8" } });
    },
  };
}

/** The bytes themselves, with a line where some were not kept. */
async function* plain(pieces: AsyncIterable<LogPiece>): AsyncGenerator<Uint8Array> {
  for await (const { chunk } of pieces) {
    const { skipped, bytes } = chunk;
    if (skipped) yield new TextEncoder().encode(skippedLine(skipped));
    yield bytes;
  }
}

/** What people read in the place of output that was not kept. */
const skippedLine = (bytes: number): string => `\n[${bytes} bytes of output were not kept]\n`;
