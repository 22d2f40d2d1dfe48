import { afterAll, beforeEach, expect, test } from "bun:test";
import { connectEngine } from "@slipway/engine";
import { lookAhead } from "./look-ahead.ts";
import { observe } from "./observe.ts";

/** An engine with nothing on it, that remembers what it was asked; while `held`, it answers no list. */
const asked: string[] = [];
let held: Promise<void> | undefined;
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  async fetch(request) {
    const path = new URL(request.url).pathname.replace(/^\/v[\d.]+/, "");
    if (path === "/_ping") return new Response("OK", { headers: { "api-version": "1.41", server: "Docker/20.10" } });
    asked.push(path);
    await held;
    return Response.json(path === "/volumes" ? { Volumes: [] } : []);
  },
});
const engine = connectEngine({ env: {}, host: `tcp://127.0.0.1:${server.port}` });
const lists = ["/containers/json", "/networks", "/volumes"];

beforeEach(() => {
  asked.length = 0;
  held = undefined;
});

afterAll(() => server.stop(true));

test("a look takes what was asked ahead, and the look after it asks again", async () => {
  const ahead = lookAhead(engine, "shop", ["containers", "networks", "volumes"]);
  await observe(engine, { name: "shop" }, undefined, undefined, ahead);
  expect(asked.toSorted()).toEqual(lists);
  await observe(engine, { name: "shop" }, undefined, undefined, ahead);
  expect(asked.toSorted()).toEqual([...lists, ...lists].sort());
});

test("what was asked about another project is not taken", async () => {
  const ahead = lookAhead(engine, "shop", ["containers"]);
  await observe(engine, { name: "other" }, undefined, undefined, ahead);
  expect(asked.filter((path) => path === "/containers/json")).toHaveLength(2);
});

test("a look that is called off calls off what was asked ahead", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  held = promise;
  const ahead = lookAhead(engine, "shop", ["containers", "networks", "volumes"]);
  const controller = new AbortController();
  const looking = observe(engine, { name: "shop" }, controller.signal, undefined, ahead);
  controller.abort(new Error("called off"));
  await expect(looking).rejects.toThrow("called off");
  resolve();
});
