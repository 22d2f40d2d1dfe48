import { expect, test } from "bun:test";
import type { RunOutput } from "../runner/runner.ts";
import type { LogChunk } from "../store/store.ts";
import { specOf } from "../store/testing/specs.ts";
import { pumpLog } from "./pump-log.ts";

/** What is written of such pieces, one write after the other; `pieces` is told of every write that begins. */
async function written(pieces: (begun: () => Promise<void>) => AsyncIterable<Uint8Array>) {
  const writes: { readonly offset: number; readonly text: string }[] = [];
  let isWriting = false;
  let tell = Promise.withResolvers<void>();
  async function* logs(): AsyncGenerator<RunOutput> {
    let offset = 0;
    for await (const bytes of pieces(() => tell.promise)) {
      yield { offset, bytes };
      offset += bytes.length;
    }
  }
  const said = await pumpLog({
    run: { logs } as unknown as Parameters<typeof pumpLog>[0]["run"],
    store: {
      async appendLog(_, { offset, bytes }: LogChunk) {
        expect(isWriting).toBe(false);
        isWriting = true;
        writes.push({ offset, text: Buffer.from(bytes).toString() });
        tell.resolve();
        tell = Promise.withResolvers();
        await new Promise(setImmediate);
        isWriting = false;
        return offset + bytes.length;
      },
    },
    claim: { job: "one", attempt: 1, lease: 1, spec: specOf(), tenant: "one", leaseUntil: 0, takenOver: false },
    from: 0,
    signal: new AbortController().signal,
    write: (work) => work(),
    onOffset: () => undefined,
  });
  expect(said).toBe("done");
  return writes;
}

test("the first output is written before there is more, and what comes in quick succession goes together", async () => {
  const writes = await written(async function* (begun) {
    const first = begun();
    yield Buffer.from("heading\n");
    await first;
    for (let line = 0; line < 1000; line++) yield Buffer.from(`line ${line}\n`);
  });
  expect(writes[0]).toEqual({ offset: 0, text: "heading\n" });
  expect(writes.length).toBeLessThan(10);
  const lines = Array.from({ length: 1000 }, (_, line) => `line ${line}\n`);
  expect(writes.map(({ text }) => text).join("")).toBe(`heading\n${lines.join("")}`);
});

test("what is too much to wait for is written in its order, one write at a time", async () => {
  const large = "x".repeat(600_000);
  const writes = await written(async function* () {
    for (let piece = 0; piece < 5; piece++) {
      yield Buffer.from("small\n");
      yield Buffer.from(large);
    }
  });
  let end = 0;
  for (const { offset, text } of writes) {
    expect(offset).toBe(end);
    end += text.length;
  }
  expect(writes.map(({ text }) => text).join("")).toBe(`small\n${large}`.repeat(5));
});
