import { expect, test } from "bun:test";
import { plan } from "./plan.ts";
import { printPlan } from "./print.ts";
import { projectOf } from "./testing/load.ts";
import { ModelEngine } from "./testing/model-engine.ts";

const file = (version: number, key = "network_mode"): string => `services:
  vpn: { image: a, environment: { VERSION: "${version}" } }
  app: { image: a, ${key}: "service:vpn" }
`;

async function changed(key?: string) {
  const before = await projectOf(file(1, key));
  const engine = new ModelEngine();
  engine.image("a");
  engine.apply(plan(before, engine.observe(before)), before);
  const project = await projectOf(file(2, key));
  return { engine, project, planned: plan(project, engine.observe(project)) };
}

const steps = (text: string): string => text.replace(/: .*$/gm, "").replace(/[0-9a-f]{12}_/g, "new_");

for (const key of ["network_mode", "ipc", "pid"]) {
  test(`who shares another's ${key} is made beside, and goes before it, so that no engine refuses`, async () => {
    expect(steps(printPlan((await changed(key)).planned))).toBe(
      `
#1 create-container new_demo-vpn-1
#2 create-container new_demo-app-1 after #1
#3 stop-container demo-app-1 after #2
#4 remove-container demo-app-1 after #3
#5 stop-container demo-vpn-1 after #1 #4
#6 remove-container demo-vpn-1 after #4 #5
#7 rename-container new_demo-vpn-1 → demo-vpn-1 after #6
#8 start-container demo-vpn-1 after #7
#9 rename-container new_demo-app-1 → demo-app-1 after #4
#10 start-container demo-app-1 after #8 #9
`.trim(),
    );
  });
}

test("an up that is killed at any moment of it is finished by the next one", async () => {
  for (let done = 0; ; done++) {
    const { engine, project, planned } = await changed();
    if (done > planned.operations.length) break;
    engine.apply(planned, project, done);
    engine.apply(plan(project, engine.observe(project)), project);
    expect(engine.names).toEqual(["demo-app-1", "demo-vpn-1"]);
    expect(engine.containers.map(({ summary }) => summary.State)).toEqual(["running", "running"]);
    expect(plan(project, engine.observe(project)).changes).toEqual([]);
  }
});
