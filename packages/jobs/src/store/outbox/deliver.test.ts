import { expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openedStore } from "../testing/opened.ts";
import { passed, specOf } from "../testing/specs.ts";
import { isPublicAddress } from "./address.ts";
import { type Delivery, deliverWebhooks } from "./deliver.ts";

/** A store with one message for this URL, and what becomes of it. */
async function delivered(url: string, tries: number, calling: Partial<Delivery> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "slipway-jobs-"));
  await using opened = await openedStore(join(folder, "jobs.sqlite"), {
    run: async () => undefined,
    remove: () => rm(folder, { recursive: true }),
  });
  const { store, clock } = opened;
  const { job } = await store.submit({ spec: specOf({ webhook: url }), tenant: "a", by: "ann" });
  const [claim] = await store.claim("w1", 1);
  if (claim) await store.finish(claim, passed);
  for (let at = 0; at < tries; at++) {
    await deliverWebhooks(store.outbox, { allowPrivate: true, clock: clock.read, ...calling });
    clock.pass(86_400_000);
  }
  const [message] = await store.outbox.of(job.id);
  if (!message) throw new Error("no message");
  return message;
}

test("a webhook gets the job's end, with a signature that its secret proves", async () => {
  const secret = `whsec_${Buffer.from("the key of the hook").toString("base64")}`;
  const got = Promise.withResolvers<{ headers: Headers; body: string }>();
  await using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      got.resolve({ headers: request.headers, body: await request.text() });
      return new Response("thanks");
    },
  });
  const message = await delivered(`http://127.0.0.1:${server.port}/hook?a=b`, 1, { secret });
  const { headers, body } = await got.promise;
  expect(message).toMatchObject({ body, tries: 0 });
  expect(message.deliveredAt).toBeDefined();
  expect(headers.get("webhook-id")).toBe(message.id);
  const text = `${message.id}.${headers.get("webhook-timestamp")}.${body}`;
  const proof = createHmac("sha256", "the key of the hook").update(text).digest("base64");
  expect(headers.get("webhook-signature")).toBe(`v1,${proof}`);
});

test("a receiver that fails is called again, and given up in the end; redirects are not followed", async () => {
  let calls = 0;
  await using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => {
      calls++;
      return calls === 1 ? Response.redirect("http://127.0.0.1:1/") : new Response("no", { status: 500 });
    },
  });
  const url = `http://127.0.0.1:${server.port}/`;
  expect(await delivered(url, 1)).toMatchObject({ tries: 1, error: "the answer was 302" });
  calls = 1;
  const given = await delivered(url, 12);
  expect(given).toMatchObject({ tries: 10, error: "the answer was 500" });
  expect([given.nextAt, calls]).toEqual([undefined, 11]);
});

test("a receiver that never answers, or that nobody listens as, is a failure", async () => {
  await using silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const url = (port: number) => `http://127.0.0.1:${port}/`;
  expect((await delivered(url(silent.port), 1, { timeoutMs: 100 })).error).toBe("no answer within 0.1 seconds");
  const { port } = silent;
  silent.stop(true);
  expect((await delivered(url(port), 1)).error).toBe("the connection failed (ECONNREFUSED)");
});

test("a webhook does not reach this machine or a private network, however it is written", async () => {
  let calls = 0;
  await using server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response(String(++calls)) });
  const hosts = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "0x7f.1",
    "2130706433",
    "[::ffff:127.0.0.1]",
    "0",
    "169.254.169.254",
  ];
  for (const host of hosts) {
    const { error } = await delivered(`http://${host}:${server.port}/`, 1, { allowPrivate: false });
    expect([host, error]).toEqual([host, expect.stringContaining("not on the public internet")]);
  }
  expect(calls).toBe(0);
});

test("addresses are public or not as the registries say", () => {
  const inside =
    "10.1.2.3 172.31.0.1 192.168.1.1 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 fd00::1 fe80::1 :: ::1 64:ff9b::a00:1 2002:a00:1:: ff02::1 x";
  expect(inside.split(" ").filter(isPublicAddress)).toEqual([]);
  const outside = ["8.8.8.8", "172.32.0.1", "2606:4700:4700::1111"];
  expect(outside.filter(isPublicAddress)).toEqual(outside);
});
