import { expect, test } from "bun:test";
import type { AttemptEnd } from "../job/job.ts";
import type { Claim } from "../store/store.ts";
import { openBells } from "./bells.ts";
import { followLog } from "./follow-log.ts";
import { type Served, served } from "./testing/served.ts";

const done: AttemptEnd = { reason: "exit", exitCode: 0, message: "the job is done", artifacts: [] };

interface Event {
  readonly id?: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads events until `most` of them are there or the stream ends. */
async function eventsOf(response: Response, most = Number.POSITIVE_INFINITY): Promise<Event[]> {
  const found: Event[] = [];
  let text = "";
  for await (const bytes of response.body ?? []) {
    text += new TextDecoder().decode(bytes);
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, "m").exec(part)?.[1];
      const [id, name, data = "{}"] = [field("id"), field("event"), field("data")];
      if (name === undefined) continue;
      found.push({ name, data: JSON.parse(data) as Record<string, unknown>, ...(id === undefined ? {} : { id }) });
    }
    if (found.length >= most) break;
  }
  return found;
}

async function running(
  api: Served,
): Promise<{ readonly id: string; readonly claim: Claim; print(text: string | Uint8Array): Promise<void> }> {
  const { id } = await api.client.submitJob({ steps: ["true"] });
  const claim = await api.claim();
  let offset = 0;
  return {
    id,
    claim,
    async print(text) {
      const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
      await api.store.appendLog(claim, { offset, bytes });
      offset += bytes.byteLength;
    },
  };
}

const sse = { accept: "text/event-stream" };

test("the output of a job is given as it is", async () => {
  await using api = await served();
  const { id, print } = await running(api);
  await print("one\n");
  await print("two\n");
  expect(await (await api.client.readLog(id)).text()).toBe("one\ntwo\n");
});

test("a follower gets what is printed while it is printed, then the end of the job", async () => {
  await using api = await served();
  const { id, claim, print } = await running(api);
  const following = await api.client.readLog(id, { follow: true }, { headers: sse });
  const read = eventsOf(following);
  await print("one\n");
  await print("two\n");
  await api.store.finish(claim, done);
  const events = await read;
  expect(
    events
      .filter(({ name }) => name === "log")
      .map(({ data }) => data["text"])
      .join(""),
  ).toBe("one\ntwo\n");
  expect(events.at(-1)).toMatchObject({ name: "end", data: { id, state: "succeeded", end: { exit_code: 0 } } });
});

test("output that is longer than what is read at once comes whole and in order", async () => {
  await using api = await served();
  const { id, claim, print } = await running(api);
  const lines = Array.from({ length: 100_000 }, (_, at) => `${at}\n`).join("");
  await print(lines);
  const following = await api.client.readLog(id, { follow: true }, { headers: sse });
  const read = eventsOf(following);
  await print("the end\n");
  await api.store.finish(claim, done);
  const events = await read;
  const text = events.map(({ data }) => data["text"] ?? "").join("");
  expect(text.length).toBeGreaterThan(2 * 256 * 1024);
  expect(text === `${lines}the end\n`).toBe(true);
  expect(await (await api.client.readLog(id)).text()).toBe(text);
});

test("a follower that is cut off amid the output of a job that has ended is not told of the end", async () => {
  await using api = await served();
  const { id, claim, print } = await running(api);
  await print("0123456789abcdef".repeat(64 * 1024));
  await api.store.finish(claim, done);
  const bells = await openBells(api.store);
  const cut = new AbortController();
  const options = {
    store: api.store,
    bells,
    job: id,
    from: { attempt: 1, offset: 0 },
    follow: true,
    signal: cut.signal,
  };
  const pieces = followLog(options);
  let bytes = 0;
  let next = await pieces.next();
  for (; !next.done; next = await pieces.next()) {
    bytes += next.value.chunk.bytes.byteLength;
    cut.abort();
  }
  expect(next.value).toBeUndefined();
  expect(bytes).toBeLessThan(1024 * 1024);
  await bells.close();
});

test("a follower that comes back with its last event goes on at the very byte", async () => {
  await using api = await served();
  const { id, claim, print } = await running(api);
  await print("one\n");
  const first = await eventsOf(await api.client.readLog(id, { follow: true }, { headers: sse }), 1);
  await print("two\n");
  await api.store.finish(claim, done);
  const last = first.at(-1)?.id ?? "";
  expect(last).toBe("1:4");
  const rest = await eventsOf(
    await api.client.readLog(id, { follow: true }, { headers: { ...sse, "last-event-id": last } }),
  );
  expect(rest.map(({ name, data }) => [name, data["text"]])).toEqual([
    ["log", "two\n"],
    ["end", undefined],
  ]);
});

test("a letter that is split over two pieces is whole, also for a reader that comes back between them", async () => {
  await using api = await served();
  const { id, claim, print } = await running(api);
  const [a, b] = [new Uint8Array([0x67, 0xc3]), new Uint8Array([0xbc, 0x6e])];
  await print(a);
  const first = await eventsOf(await api.client.readLog(id, { follow: true }, { headers: sse }), 1);
  expect(first).toMatchObject([{ id: "1:1", data: { text: "g" } }]);
  await print(b);
  await api.store.finish(claim, done);
  const whole = await eventsOf(await api.client.readLog(id, {}, { headers: sse }));
  expect(whole.map(({ data }) => data["text"] ?? "").join("")).toBe("gün");
  const rest = await eventsOf(await api.client.readLog(id, { after: "1:1" }, { headers: sse }));
  expect(rest.map(({ data }) => data["text"] ?? "").join("")).toBe("ün");
  const exact = await eventsOf(await api.client.readLog(id, { encoding: "base64" }, { headers: sse }));
  expect(Buffer.concat(exact.map(({ data }) => Buffer.from(String(data["base64"] ?? ""), "base64"))).toString()).toBe(
    "gün",
  );
});

test("a follower goes on with the next attempt", async () => {
  await using api = await served();
  const { id } = await api.client.submitJob({ steps: ["true"], retries: { attempts: 2, backoff: "0s" } });
  const following = eventsOf(await api.client.readLog(id, { follow: true }, { headers: sse }));
  for (const [text, exitCode] of [
    ["first\n", 1],
    ["second\n", 0],
  ] as const) {
    const claim = await api.claim();
    await api.store.appendLog(claim, { offset: 0, bytes: new TextEncoder().encode(text) });
    await api.store.finish(claim, { ...done, exitCode });
  }
  const events = await following;
  expect(events.map(({ name, data }) => [name, data["attempt"], data["text"]])).toEqual([
    ["log", 1, "first\n"],
    ["log", 2, "second\n"],
    ["end", 2, undefined],
  ]);
});

test("followers are let go when the server stops", async () => {
  const api = await served();
  const { id } = await running(api);
  const following = eventsOf(await api.client.readLog(id, { follow: true }, { headers: sse }));
  await api[Symbol.asyncDispose]();
  expect(await following).toEqual([]);
});
