import { expect } from "bun:test";
import { join } from "node:path";
import { checkout } from "../rig/folders.ts";
import { freePort } from "../rig/ports.ts";
import { containersOf, exits, has, nothingLeft, prints, runsWith, tells, untouched } from "./checks.ts";
import { containerEvents } from "./engine-view.ts";
import { startLoad } from "./load.ts";
import { type Scene, scenario } from "./scenario.ts";

const running = { web: ["running", "running", "running"] };

scenario("rolling-update", "ask 7: a start-first update under constant load loses no request", async (scene) => {
  const port = await freePort();
  const example = { cwd: join(checkout, "examples/rolling"), env: { ROLLING_PORT: String(port) } };
  const next = { ...example, env: { ...example.env, ROLLING_VERSION: "two" } };
  await scene.stepWith(example, "the example runs", ["up", "-d", "--wait"]);
  const load = startLoad(`http://127.0.0.1:${port}/`, 50);
  await load.answered("Rolling, version one", 500);
  await scene.stepWith(next, "the plan tells batches and order", ["plan"], prints("batch 1 of 3, start-first"));
  await scene.stepWith(next, "it is updated", ["up", "-d"]);
  await load.answered("Rolling, version two", 500);
  const { requests, failures, answers } = await load.end();
  expect(failures, `of ${requests} requests`).toEqual([]);
  expect(answers).toEqual(["Rolling, version one", "Rolling, version two"]);
  await scene.stepWith(next, "nothing is left over", ["plan"], prints("Nothing to do"));
  await scene.stepWith(next, "down", ["down", "-v"], nothingLeft);
});

for (const order of ["start-first", "stop-first"]) {
  scenario("rolling-update", `ask 7: a failed ${order} update is put back as it was`, async (scene) => {
    scene.env["ORDER"] = order;
    await scene.step("it runs", ["up", "-d", "--wait"]);
    const before = await containersOf(scene);
    const broken = { env: { MODE: "broken", VERSION: "two" } };
    const told = tells("STACK_ROLLED_BACK", "put back as before", "cannot start so");
    await scene.stepWith(broken, "the new one does not start", ["up", "-d"], exits(1), told, has(running));
    expect(await identities(scene)).toEqual(before.map(({ id, name }) => ({ id, name })));
    await scene.step("nothing more to do", ["up", "-d", "--wait"], tells("Nothing to do"));
    await scene.step("down", ["down", "-v"], nothingLeft);
  });
}

scenario("rolling-update", "ask 7: --rollback-on-failure puts back what has no update_config", async (scene) => {
  await scene.edit("compose.yaml", "update_config:", "x-none:");
  await scene.step("it runs", ["up", "-d", "--wait"]);
  const before = await containersOf(scene);
  const broken = { env: { MODE: "broken" } };
  await scene.stepWith(
    broken,
    "it fails",
    ["up", "-d", "--rollback-on-failure"],
    exits(1),
    tells("put back"),
    has(running),
  );
  expect(await identities(scene)).toEqual(before.map(({ id, name }) => ({ id, name })));
  await scene.step("down", ["down", "-v"], nothingLeft);
});

scenario(
  "rolling-update",
  "ask 7: a fixed port makes start-first impossible, which is told at its place",
  async (scene) => {
    await scene.edit(
      "compose.yaml",
      "    init: true",
      `    init: true\n    ports: ["127.0.0.1:${await freePort()}:80"]`,
    );
    await scene.edit("compose.yaml", "replicas: 3", "replicas: 1");
    await scene.step("it runs", ["up", "-d", "--wait"]);
    const told = tells("STACK_START_FIRST_IMPOSSIBLE", "compose.yaml:", "both would publish port");
    const next = { env: { VERSION: "two" } };
    await scene.stepWith(next, "it is updated stop-first", ["up", "-d"], told, runsWith("web", "VERSION=two"));
    await scene.step("down", ["down", "-v"], nothingLeft);
  },
);

for (const order of ["start-first", "stop-first"]) {
  for (const [mode, action] of [
    ["whole", "create"],
    ["whole", "start"],
    ["whole", "die"],
    ["whole", "destroy"],
    ["whole", "rename"],
    ["broken", "die"],
    ["broken", "destroy"],
  ] as const) {
    scenario(
      "rolling-update",
      `ask 7: a ${order} update (${mode}) that is killed at its first ${action} is finished by the next up`,
      async (scene) => {
        scene.env["ORDER"] = order;
        await scene.step("it runs", ["up", "-d", "--wait"]);
        await scene.also("the update is killed", () => killAt(scene, action, { MODE: mode, VERSION: "two" }));
        scene.env["VERSION"] = "three";
        await scene.step("up finishes it", ["up", "-d", "--wait"], has(running));
        const names = (await identities(scene)).map(({ name }) => name);
        expect(names).toEqual([1, 2, 3].map((number) => `${scene.projectName}-web-${number}`));
        for (const { environment } of await containersOf(scene)) expect(environment).toContain("VERSION=three");
        const before = await containersOf(scene);
        await scene.step("there is nothing more to do", ["up", "-d"], untouched(before), tells("Nothing to do"));
        await scene.step("down", ["down", "-v"], nothingLeft);
      },
    );
  }
}

async function killAt(scene: Scene, action: string, env: Readonly<Record<string, string>>): Promise<void> {
  const events = containerEvents(scene.projectName);
  const first = events.next();
  const program = scene.start(["up", "-d"], { env });
  for (let event = await first; !event.done && event.value.action !== action; ) event = await events.next();
  program.signal("SIGKILL");
  await program.ended;
  await events.return(undefined);
}

async function identities(scene: Scene): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return (await containersOf(scene)).map(({ id, name }) => ({ id, name }));
}
