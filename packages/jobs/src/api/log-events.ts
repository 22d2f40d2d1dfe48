import type { Job } from "../job/job.ts";
import type { LogPiece, LogPlace } from "./follow-log.ts";
import { jobView } from "./views/job-view.ts";

/** A comment is sent after so long without an event, so that proxies do not take the connection for dead. */
const keepAliveMs = 15_000;

const placeText = ({ attempt, offset }: LogPlace): string => `${attempt}:${offset}`;

/** The place that a client came to; the last id of its events. */
export function readPlace(text: string): LogPlace | undefined {
  const [, attempt, offset] = /^(\d{1,9}):(\d{1,15})$/.exec(text) ?? [];
  return attempt === undefined || offset === undefined
    ? undefined
    : { attempt: Number(attempt), offset: Number(offset) };
}

const frame = (name: string, json: string, id?: string): string =>
  `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${json}\n\n`;

const event = (name: string, data: unknown, id?: string): string => frame(name, JSON.stringify(data), id);

/** As {@link event}: the digits of much output need not be looked through for what JSON would escape. */
function base64Event(head: Readonly<Record<string, number>>, bytes: Uint8Array, id: string): string {
  const digits = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  return frame("log", `${JSON.stringify(head).slice(0, -1)},"base64":"${digits}"}`, id);
}

/**
 * Pieces of output as events. As text, the bytes of a letter that is not complete wait for the next piece: then the id of an event is
 * the place before them, so that a reader that comes back gets the whole letter. Source: HTML Standard, "Server-sent events".
 */
export async function* logEvents(
  pieces: AsyncGenerator<LogPiece, Job | undefined>,
  encoding: "text" | "base64",
): AsyncGenerator<string> {
  let decoder = new TextDecoder();
  let at: LogPlace | undefined;
  let held: Uint8Array = new Uint8Array();
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) {
      if (value) yield event("end", jobView(value));
      return;
    }
    const { attempt, chunk, next } = value;
    const { offset, bytes, skipped } = chunk;
    const head = { attempt, offset, ...(skipped === undefined ? {} : { skipped }) };
    if (encoding === "base64") {
      yield base64Event(head, bytes, placeText(next));
      continue;
    }
    const follows = at?.attempt === attempt && at.offset === offset;
    if (!follows) {
      decoder = new TextDecoder();
      held = new Uint8Array();
    }
    const text = decoder.decode(bytes, { stream: true });
    held = incompleteEnd(held.length > 0 ? Buffer.concat([held, bytes]) : bytes);
    at = next;
    yield event("log", { ...head, text }, placeText({ attempt, offset: next.offset - held.length }));
  }
}

/** The bytes at the end that begin a letter which is not complete. Source: RFC 3629. */
function incompleteEnd(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needs > back ? bytes.slice(bytes.length - back) : new Uint8Array();
  }
  return new Uint8Array();
}

/** Texts as the body of an answer, each sent when the one before was taken; a comment when there is none for long. */
export function eventStream(events: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let coming: Promise<IteratorResult<string>> | undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // The head of the answer goes out with its first bytes: a reader shall know at once that it is connected.
      controller.enqueue(encoder.encode(": connected\n\n"));
    },
    async pull(controller) {
      coming ??= events.next();
      const { promise: quiet, resolve } = Promise.withResolvers<"quiet">();
      const timer = setTimeout(() => resolve("quiet"), keepAliveMs);
      const first = await Promise.race([coming, quiet]);
      clearTimeout(timer);
      if (first === "quiet") return controller.enqueue(encoder.encode(": still here\n\n"));
      coming = undefined;
      if (first.done) controller.close();
      else controller.enqueue(encoder.encode(first.value));
    },
    async cancel() {
      await events.return(undefined);
    },
  });
}
