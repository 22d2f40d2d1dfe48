import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { connectEngine } from "@slipway/engine";
import { apply } from "../apply/apply.ts";
import { observe } from "../observe.ts";
import { planDown } from "../plan/down.ts";
import { planRestart } from "../plan/lifecycle.ts";
import { projectOf } from "../plan/testing/load.ts";
import { up } from "../up.ts";
import { followLogs, type LogLine } from "./logs.ts";

const { SLIPWAY_TEST_ENGINE: host, SLIPWAY_TEST_IMAGE: image = "busybox:1.36" } = process.env;
const engine = connectEngine({ env: process.env, ...(host ? { host } : {}) });
const { signal } = new AbortController();
const report = (): void => undefined;
const project = await projectOf(`
services:
  count:
    image: ${image}
    stop_signal: SIGKILL
    command: ["sh", "-c", "echo a; echo b; sleep 1000"]
  long:
    image: ${image}
    stop_signal: SIGKILL
    command: ["sh", "-c", "head -c 40000 /dev/zero | tr '\\\\0' a; echo; echo end; sleep 1000"]
  late:
    image: ${image}
    stop_signal: SIGKILL
    command: ["sh", "-c", "echo late; sleep 1000"]
`);
let named = project;

async function make(services: readonly string[]): Promise<void> {
  const chosen = Object.fromEntries(Object.entries(named.services).filter(([name]) => services.includes(name)));
  await up({ engine, project: { ...named, services: chosen }, locate: () => undefined, policy: {}, report, signal });
}

async function* each(lots: AsyncIterable<readonly LogLine[]>): AsyncGenerator<LogLine> {
  for await (const lot of lots) yield* lot.filter((line) => !("started" in line));
}

async function down(): Promise<void> {
  const observed = await observe(engine, named);
  await apply(planDown(observed, named, { removeOrphans: true }), { engine, observed, project: named, report, signal });
}

// Each attempt has a name of its own: the one before may still be at work.
beforeEach(() => {
  const name = `followlogs-${crypto.randomUUID().slice(0, 8)}`;
  named = { ...project, name, networks: { default: { name: `${name}_default` } } };
});
afterEach(down);
afterAll(() => engine.close());

test("a log is followed through a restart, without a line lost or doubled, and takes up containers that come later", async () => {
  await make(["count"]);
  const lines: string[] = [];
  for await (const line of each(followLogs(engine, named.name, { follow: true, signal }))) {
    lines.push("text" in line ? `${line.service} ${line.text}` : `${line.service} exited`);
    if (lines.length === 2) {
      const observed = await observe(engine, named);
      await apply(planRestart(observed, named), { engine, observed, project: named, report, signal });
    }
    if (lines.length === 5) await make(["count", "late"]);
    if (lines.length === 6) break;
  }
  const printed = ["count a", "count b", "count a", "count b", "late late"];
  expect(lines.filter((line) => line !== "count exited")).toEqual(printed);
  // Podman's log goes on into the next run, so that the end of the first is told after its lines.
  expect([2, ...((await engine.kind()) === "podman" ? [3, 4] : [])]).toContain(lines.indexOf("count exited"));
});

test("without follow, all lines come in the order of their time", async () => {
  await make(["count", "late"]);
  const printed = each(followLogs(engine, named.name, { follow: true, signal }));
  for (let seen = 0; seen < 3; seen++) await printed.next();
  await printed.return(undefined);
  const lines = await Array.fromAsync(each(followLogs(engine, named.name, { signal })));
  const times = lines.map((line) => ("timestamp" in line ? line.timestamp : ""));
  expect(times).toEqual([...times].sort());
  expect(lines.length).toBe(3);
});

test("a line of 40,000 letters comes whole, without the times that the engine puts between its pieces", async () => {
  await make(["long"]);
  const lines: string[] = [];
  for await (const line of each(followLogs(engine, named.name, { follow: true, services: ["long"], signal }))) {
    if ("text" in line) lines.push(line.text);
    if (lines.length === 2) break;
  }
  expect(lines).toEqual(["a".repeat(40_000), "end"]);
});
