import { expect, test } from "bun:test";
import type { Project } from "@slipway/compose";
import { planKill, planRestart, planStart, planStop } from "./lifecycle.ts";
import { plan } from "./plan.ts";
import { printPlan } from "./print.ts";
import { projectOf } from "./testing/load.ts";
import { ModelEngine } from "./testing/model-engine.ts";

const chain = `
services:
  far: { image: "web:1", depends_on: { web: { condition: service_started, restart: true } } }
  web:
    image: web:1
    depends_on: { db: { condition: service_healthy, restart: true } }
  loose: { image: "web:1", depends_on: [db] }
  db: { image: "web:1" }
`;

async function running(yaml: string): Promise<{ project: Project; engine: ModelEngine }> {
  const project = await projectOf(yaml);
  const engine = new ModelEngine();
  engine.image("web:1");
  engine.apply(plan(project, engine.observe(project)), project);
  return { project, engine };
}

test("restart takes along who says `restart: true`, near or far, each when what it depends on is ready again", async () => {
  const { project, engine } = await running(chain);
  const observed = engine.observe(project);
  expect(printPlan(planRestart(observed, project, { services: ["db"] }))).toBe(
    `
#1 restart-container demo-db-1: restart was asked for
#2 wait db service_healthy after #1: web starts after db
#3 restart-container demo-web-1 after #1 #2: restart was asked for
#4 restart-container demo-far-1 after #3: restart was asked for
`.trim(),
  );
  const alone = planRestart(observed, project, { services: ["db"], noDeps: true });
  expect(alone.changes.map(({ name }) => name)).toEqual(["demo-db-1"]);
  const byLabels = planRestart(observed, undefined, { services: ["db"] });
  expect(byLabels.changes.map(({ name }) => name)).toEqual(["demo-db-1", "demo-web-1", "demo-far-1"]);
});

test("stop goes from dependents to what they depend on, neighbours at the same time", async () => {
  const { project, engine } = await running(chain);
  expect(printPlan(planStop(engine.observe(project), project))).toBe(
    `
#1 stop-container demo-loose-1: stop was asked for
#2 stop-container demo-far-1: stop was asked for
#3 stop-container demo-web-1 after #2: stop was asked for
#4 stop-container demo-db-1 after #1 #3: stop was asked for
`.trim(),
  );
});

test("restart and start say that a changed configuration is not applied, once for each service", async () => {
  const yaml = (port: string) => `services: { web: { image: "web:1", scale: 2, environment: { PORT: "${port}" } } }`;
  const { project, engine } = await running(yaml("1"));
  const warnings = (from: typeof planRestart, of: Project) =>
    from(engine.observe(of), of).diagnostics.map(({ code, hint }) => `${code}: ${hint}`);
  expect(warnings(planRestart, project)).toEqual([]);
  const changed = await projectOf(yaml("2"));
  const told = ["STACK_OUTDATED: `slipway up -d web` applies it"];
  expect(warnings(planRestart, changed)).toEqual(told);
  expect(warnings(planStart, changed)).toEqual([]);
  engine.exit("demo-web-1", 1);
  expect(warnings(planStart, changed)).toEqual(told);
  engine.image("web:1", "sha256:pulled");
  expect(planRestart(engine.observe(project), project).diagnostics[0]?.message).toMatch(
    /^the containers of service "web" go on as they were made: image changed /,
  );
});

test("kill reaches containers of run only when it is told to, and not by the number of a replica", async () => {
  const { project, engine } = await running(`services: { web: { image: "web:1" } }`);
  const observed = engine.observe(project);
  const [web] = observed.containers;
  if (!web) throw new Error("nothing was created");
  const oneOff = { ...web, id: "one", name: "demo-web-run-1", oneOff: true };
  const both = { ...observed, containers: [web, oneOff] };
  const killed = (...policies: Parameters<typeof planKill>[2][]) =>
    policies.map((policy) => planKill(both, project, policy).changes.map(({ name }) => name));
  expect(killed({}, { oneOffs: true }, { oneOffs: true, services: ["web#1"] })).toEqual([
    ["demo-web-1"],
    ["demo-web-1", "demo-web-run-1"],
    ["demo-web-1"],
  ]);
});
