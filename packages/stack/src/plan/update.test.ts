import { expect, test } from "bun:test";
import { plan } from "./plan.ts";
import type { UpPolicy } from "./policy.ts";
import { printPlan } from "./print.ts";
import { planRollback } from "./rollback.ts";
import { projectOf } from "./testing/load.ts";
import { ModelEngine } from "./testing/model-engine.ts";

const web = (version: string, config: string, more = ""): string => `
services:
  web:
    image: web:1
    environment: { VERSION: "${version}" }
    ${more}
    deploy: { replicas: 2${config === "" ? "" : `, update_config: ${config}`} }
`;

async function running(yaml: string): Promise<ModelEngine> {
  const project = await projectOf(yaml);
  const engine = new ModelEngine();
  engine.image("web:1");
  engine.apply(plan(project, engine.observe(project)), project);
  return engine;
}

async function update(config: string, policy: UpPolicy = {}, more = "") {
  const engine = await running(web("one", config, more));
  const project = await projectOf(web("two", config, more));
  return { engine, project, planned: plan(project, engine.observe(project), policy, () => at) };
}
const at = { file: "compose.yaml", line: 1, column: 1 };

const steps = (text: string): string => text.replace(/: environment.*$/gm, "").replace(/[0-9a-f]{12}_/g, "new_");

test("start-first starts the new one, proves it and then stops the old one, batch by batch", async () => {
  const { planned, engine, project } = await update("{ order: start-first, parallelism: 1, delay: 2s }");
  expect(steps(printPlan(planned))).toMatchInlineSnapshot(`
    "#1 create-container new_demo-web-1
    #2 start-container new_demo-web-1 after #1
    #3 prove-container new_demo-web-1 after #2
    #4 stop-container demo-web-1 after #3
    #5 delay web 2000 ms after #4: delay between batches of web
    #6 create-container new_demo-web-2 after #5
    #7 start-container new_demo-web-2 after #5 #6
    #8 prove-container new_demo-web-2 after #7
    #9 stop-container demo-web-2 after #8
    #10 remove-container demo-web-1 after #4
    #11 rename-container new_demo-web-1 → demo-web-1 after #10
    #12 remove-container demo-web-2 after #9
    #13 rename-container new_demo-web-2 → demo-web-2 after #12"
  `);
  expect(planned.changes.map(({ reason }) => reason.replace(/.*\(/, "("))).toEqual([
    "(batch 1 of 2, start-first)",
    "(batch 2 of 2, start-first)",
  ]);
  engine.apply(planned, project);
  expect(engine.names).toEqual(["demo-web-1", "demo-web-2"]);
});

test("stop-first that can be put back removes no old container before all new ones are proved", async () => {
  const { planned } = await update("{ failure_action: rollback }");
  const lastProof = Math.max(...planned.operations.flatMap(({ kind, id }) => (kind === "prove-container" ? id : [])));
  const removals = planned.operations.filter(({ kind }) => kind === "remove-container");
  expect(removals.map(({ after }) => after.includes(lastProof))).toEqual([true, true]);
});

test("a failure at any step is put back with the old containers, or the next up finishes it", async () => {
  for (const order of ["start-first", "stop-first"]) {
    for (let done = 0; ; done++) {
      const { engine, project, planned } = await update(`{ order: ${order}, failure_action: rollback }`);
      if (done > planned.operations.length) break;
      const before = engine.containers.map(({ id }) => id);
      const finished = planned.operations.slice(0, done).some(({ kind }) => kind === "remove-container");
      engine.apply(planned, project, done);
      engine.apply(planRollback(planned, project, engine.observe(project)), project);
      if (!finished) {
        expect(engine.containers.map(({ id }) => id)).toEqual(before);
        expect(engine.containers.map(({ summary }) => summary.State)).toEqual(["running", "running"]);
      }
      engine.apply(plan(project, engine.observe(project)), project);
      expect(engine.names).toEqual(["demo-web-1", "demo-web-2"]);
      expect(plan(project, engine.observe(project)).changes).toEqual([]);
    }
  }
});

test("without update_config nothing is proved, unless --rollback-on-failure asks for it", async () => {
  const kinds = async (policy: UpPolicy): Promise<boolean> =>
    (await update("", policy)).planned.operations.some(({ kind }) => kind === "prove-container");
  expect(await kinds({})).toBe(false);
  expect(await kinds({ rollbackOnFailure: true })).toBe(true);
});

for (const [more, why] of [
  ['ports: ["8080-8081:80"]', "too few for 2 old and 1 new"],
  ["network_mode: host", "the network of the host"],
] as const) {
  test(`start-first is told to be impossible with ${more}`, async () => {
    const { planned } = await update("{ order: start-first }", {}, more);
    const [told] = planned.diagnostics.filter(({ code }) => code === "STACK_START_FIRST_IMPOSSIBLE");
    expect(told).toMatchObject({ severity: "warning", at });
    expect(told?.message).toContain(why);
    expect(planned.changes[0]?.reason).toContain("stop-first");
  });
}
