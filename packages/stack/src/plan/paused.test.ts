import { expect, test } from "bun:test";
import { plan } from "./plan.ts";
import { printPlan } from "./print.ts";
import { projectOf } from "./testing/load.ts";
import { ModelEngine } from "./testing/model-engine.ts";

const file = `services:
  web: {image: a, depends_on: {db: {condition: service_started, restart: true}}}
  db: {image: a}
`;

test("up lets paused containers go on, before what depends on them; --no-start leaves them", async () => {
  const project = await projectOf(file);
  const engine = new ModelEngine();
  engine.image("a");
  engine.apply(plan(project, engine.observe(project)), project);
  engine.pause("demo-db-1");
  engine.exit("demo-web-1", 1);
  expect(printPlan(plan(project, engine.observe(project)))).toBe(
    `
#1 unpause-container demo-db-1: it is paused
#2 start-container demo-web-1 after #1: it has exited with 1
`.trim(),
  );
  expect(plan(project, engine.observe(project), { noStart: true }).operations).toEqual([]);
});

test("a paused container that restarts with its dependency is stopped and started, not only let go on", async () => {
  const project = await projectOf(file);
  const engine = new ModelEngine();
  engine.image("a");
  engine.apply(plan(project, engine.observe(project)), project);
  engine.pause("demo-web-1");
  const changed = await projectOf(file.replace("db: {image: a}", "db: {image: a, user: root}"));
  const kinds = plan(changed, engine.observe(changed)).operations.flatMap((operation) =>
    "containerName" in operation && operation.containerName === "demo-web-1" ? operation.kind : [],
  );
  expect(kinds).toEqual(["stop-container", "start-container"]);
});
