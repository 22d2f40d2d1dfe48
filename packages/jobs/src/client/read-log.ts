import { isSlipwayError } from "@slipway/core";
import type { Job, JobsClient } from "./client.gen.ts";
import { isPassing, tryAgainMs } from "./passing.ts";

/** A piece of a job's output. */
export interface LogPart {
  readonly attempt: number;
  readonly bytes: Uint8Array;
  /** Bytes before it that were not kept. */
  readonly skipped: number;
}

export interface ReadLogOptions {
  readonly attempt?: number;
  /** Go on until the job has ended. */
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
  /** Told once each time when the control plane goes away meanwhile; it is asked again until it is back. */
  readonly onAway?: () => void;
}

/**
 * The output of a job, byte by byte as it was kept; gives the job as it is at the end. A connection that breaks is made anew at the place
 * where it broke, so nothing is missed and nothing comes twice.
 */
export async function* readLog(
  client: JobsClient,
  id: string,
  { attempt, follow = false, signal, onAway }: ReadLogOptions = {},
): AsyncGenerator<LogPart, Job> {
  let after: string | undefined;
  let answered = false;
  let isAway = false;
  for (;;) {
    const query = {
      follow,
      encoding: "base64" as const,
      ...(attempt === undefined ? {} : { attempt }),
      ...(after === undefined ? {} : { after }),
    };
    try {
      const response = await client.readLog(id, query, {
        headers: { accept: "text/event-stream" },
        ...(signal ? { signal } : {}),
      });
      answered = true;
      isAway = false;
      for await (const { id: place, name, data } of eventsOf(response)) {
        if (name === "end") return data as unknown as Job;
        if (name !== "log") continue;
        after = place ?? after;
        const { attempt: number, base64, skipped = 0 } = data as { attempt: number; base64: string; skipped?: number };
        yield { attempt: number, bytes: Buffer.from(base64, "base64"), skipped };
      }
    } catch (cause) {
      // What the control plane itself says is final; a connection that broke is not, once there was one.
      if (signal?.aborted || !answered || (isSlipwayError(cause) && !isPassing(cause))) throw cause;
    }
    if (!isAway) onAway?.();
    isAway = true;
    await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
    signal?.throwIfAborted();
  }
}

interface ServerEvent {
  readonly id?: string;
  readonly name: string;
  readonly data: unknown;
}

/** The events of an answer. Source: HTML Standard, "Server-sent events"; of it what our server uses. */
async function* eventsOf(response: Response): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const fields = new Map(
        part.split("\n").map((line): [string, string] => {
          const colon = line.indexOf(": ");
          return [line.slice(0, colon), line.slice(colon + 2)];
        }),
      );
      const [id, name, data] = [fields.get("id"), fields.get("event"), fields.get("data")];
      if (name !== undefined && data !== undefined)
        yield { name, data: JSON.parse(data), ...(id === undefined ? {} : { id }) };
    }
  }
}
