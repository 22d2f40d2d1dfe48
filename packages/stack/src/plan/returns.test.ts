import { expect, test } from "bun:test";
import { plan } from "./plan.ts";
import { printPlan } from "./print.ts";
import { projectOf } from "./testing/load.ts";
import { ModelEngine } from "./testing/model-engine.ts";

const yaml = (network: string, more = "") => `
services:
  db: { image: x, networks: [back, default] ${more} }
  web: { image: x, depends_on: [db] }
  beside: { image: x, network_mode: "service:db" }
networks: { back: ${network}, default: ${network} }
`;

async function started(): Promise<ModelEngine> {
  const engine = new ModelEngine();
  engine.image("x");
  const project = await projectOf(yaml("{}"));
  engine.apply(plan(project, engine.observe(project)), project);
  return engine;
}

test("an up that is killed at any moment of making networks anew is finished by the next one", async () => {
  const project = await projectOf(yaml("{ internal: true }"));
  const whole = plan(project, (await started()).observe(project)).operations.length;
  for (let done = 0; done <= whole; done++) {
    const engine = await started();
    engine.apply(plan(project, engine.observe(project)), project, done);
    engine.apply(plan(project, engine.observe(project)), project);
    expect(printPlan(plan(project, engine.observe(project))), `after ${done} operations`).toBe("");
    expect(engine.names).toEqual(["demo-beside-1", "demo-db-1", "demo-web-1"]);
    expect(engine.containers.map(({ summary }) => summary.State)).toEqual(["running", "running", "running"]);
  }
});

test("who shares the network of a container that leaves its own restarts with it", async () => {
  const project = await projectOf(yaml("{ internal: true }"));
  const { changes } = plan(project, (await started()).observe(project));
  expect(changes.map(({ action, name }) => `${action} ${name}`).sort()).toEqual([
    "recreate demo_back",
    "recreate demo_default",
    "restart demo-beside-1",
    "restart demo-db-1",
    "restart demo-web-1",
  ]);
});

test("a container that changed too is recreated on the new network, and not put on it before", async () => {
  const project = await projectOf(yaml("{ internal: true }", ", environment: { A: b }"));
  const { operations } = plan(project, (await started()).observe(project));
  const returning = operations.filter(({ kind }) => kind === "connect-network");
  expect(returning.map((operation) => "containerName" in operation && operation.containerName)).toEqual(["demo-web-1"]);
});

test("containers that the plan is not about go back as they were: orphans, and those of a profile that is off", async () => {
  const engine = await started();
  const project = await projectOf(
    "services: { web: { image: x }, db: { image: x, profiles: [off] } }\nnetworks: { default: { internal: true } }",
  );
  const { changes } = plan(project, engine.observe(project));
  expect(changes.map(({ action, name }) => `${action} ${name}`)).toEqual([
    "recreate demo_default",
    "restart demo-web-1",
    "restart demo-db-1",
  ]);
});
