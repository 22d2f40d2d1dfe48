import { expect, test } from "bun:test";
import type { Observed } from "../observed.ts";
import { plan } from "./plan.ts";
import { printPlan } from "./print.ts";
import { projectOf } from "./testing/load.ts";
import { ModelEngine } from "./testing/model-engine.ts";

const two = (a: number, z: number) =>
  `services:\n  a: {image: "x", ports: ["${a}:80"]}\n  z: {image: "x", ports: ["${z}:80"]}\n`;

/** What runs with these ports, and what is then planned for another file. */
async function replan(from: string, to: string, ports: Readonly<Record<string, number>>): Promise<string[]> {
  const engine = new ModelEngine();
  engine.image("x");
  const before = await projectOf(from);
  engine.apply(plan(before, engine.observe(before)), before);
  const project = await projectOf(to);
  const seen = engine.observe(project);
  const containers = seen.containers.map((container) => {
    const Ports = [{ IP: "0.0.0.0", PublicPort: ports[container.service], PrivatePort: 80, Type: "tcp" }];
    return { ...container, summary: { ...container.summary, Ports } };
  });
  const made = plan(project, { ...seen, containers } as Observed, { removeOrphans: true });
  return printPlan(made)
    .split("\n")
    .filter((line) => /#\d+ (stop|start)-/.test(line))
    .map((line) => line.replace(/:.*/, ""));
}

test("two services that swap ports both stop before either starts", async () => {
  const lines = await replan(two(8001, 8002), two(8002, 8001), { a: 8001, z: 8002 });
  const number = (what: string): string => /#\d+/.exec(lines.find((line) => line.includes(what)) ?? "")?.[0] ?? "none";
  expect(lines.find((line) => line.includes("start-container demo-a-1"))).toContain(number("stop-container demo-z-1"));
  expect(lines.find((line) => line.includes("start-container demo-z-1"))).toContain(number("stop-container demo-a-1"));
  const ids = lines.map((line) => Number(/#(\d+)/.exec(line)?.[1]));
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
});

test("a port of an orphan is free before the service that wants it starts", async () => {
  const z = 'services:\n  z: {image: "x", ports: ["8001:80"]}\n';
  const lines = await replan('services:\n  a: {image: "x", ports: ["8001:80"]}\n', z, { a: 8001 });
  expect(lines).toEqual(["#1 stop-container demo-a-1", "#4 start-container demo-z-1 after #1 #3"]);
});

test("who wants another port waits for nobody", async () => {
  const z = 'services:\n  z: {image: "x", ports: ["8009:80"]}\n';
  const lines = await replan('services:\n  a: {image: "x", ports: ["8001:80"]}\n', z, { a: 8001 });
  expect(lines).toEqual(["#1 stop-container demo-a-1", "#4 start-container demo-z-1 after #3"]);
});
