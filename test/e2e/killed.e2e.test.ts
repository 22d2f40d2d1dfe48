import { expect } from "bun:test";
import { docker } from "../rig/docker.ts";
import { registry } from "../rig/registry.ts";
import { containersOf, has, healthy, nothingLeft, prints, runsWith, tells, untouched, volumesAre } from "./checks.ts";
import { containerEvents, type EngineEvent, engineHost } from "./engine-view.ts";
import { type Scene, scenario } from "./scenario.ts";

/** When `up` is killed: at a line of its progress, or at what the engine has just done for it. */
type Moment = RegExp | { readonly action: string; readonly service: string };

async function killAt(scene: Scene, moment: Moment): Promise<void> {
  const events = moment instanceof RegExp ? undefined : containerEvents(scene.projectName);
  const first = events?.next();
  const program = scene.start(["up", "-d"]);
  if (moment instanceof RegExp) await program.until(moment);
  else {
    const met = ({ action, service }: EngineEvent): boolean => action === moment.action && service === moment.service;
    const over = program.ended.then(() => undefined);
    let event = await Promise.race([first, over]);
    while (event && !event.done && !met(event.value)) event = await Promise.race([events?.next(), over]);
    if (event) await events?.return(undefined);
  }
  program.signal("SIGKILL");
  const { code } = await program.ended;
  expect(code, `the moment ${moment} came too late: up had ended`).toBe(137);
  await scene.view();
}

const whole = { store: ["running"], job: ["exited"], web: ["running", "running"] };

for (const moment of [
  /-store \| Step 2\//i,
  /Network \S+ +Creating/,
  /Network \S+ +Created/,
  /Volume \S+ +Created/,
  /store-1 +Creating/,
  /store-1 +Created/,
  /store-1 +Starting/,
  /store-1 +Waiting/,
  /job-1 +Created/,
  /job-1 +Started/,
  /web-1 +Created/,
  { action: "start", service: "web" },
] satisfies Moment[]) {
  scenario(
    "killed-first-up",
    `an up that is killed at ${tellMoment(moment)} is finished by the next one`,
    async (scene) => {
      // No layer is shared with scenarios that play beside: the engine loses one that another removes while it is built on.
      await scene.edit("base/Dockerfile", "ARG NONCE", `LABEL scene=${scene.projectName}\nARG NONCE`);
      await scene.also("up is killed", () => killAt(scene, moment));
      await scene.step("up finishes it", ["up", "-d"], has(whole), healthy("store"), volumesAre("data"));
      const before = await containersOf(scene);
      await scene.step("there is nothing more to do", ["up", "-d"], untouched(before), tells("Nothing to do"));
      await scene.step("down -v takes all of it away", ["down", "-v", "--rmi", "local"], nothingLeft);
    },
  );
}

for (const moment of [
  /store-1 +Recreate$/m,
  { action: "create", service: "store" },
  { action: "die", service: "store" },
  { action: "destroy", service: "store" },
  { action: "rename", service: "store" },
  /store-1 +Recreated/,
  { action: "start", service: "store" },
  /store-1 +Waiting/,
  { action: "create", service: "web" },
  { action: "destroy", service: "web" },
  /web-1 +Recreated/,
  { action: "start", service: "web" },
] satisfies Moment[]) {
  scenario(
    "killed-recreating",
    `a recreate that is killed at ${tellMoment(moment)} loses and doubles nothing`,
    async (scene) => {
      scene.env["MESSAGE"] = "first";
      await scene.step("it runs", ["up", "-d"]);
      const write = "echo kept > /data/mark; echo kept > /scratch/mark";
      await scene.step("it has data", ["exec", "-T", "store", "sh", "-c", write]);
      scene.env["MESSAGE"] = "second";
      await scene.also("up is killed", () => killAt(scene, moment));
      const running = { store: ["running"], web: ["running", "running"] };
      await scene.step(
        "up finishes it",
        ["up", "-d"],
        has(running),
        healthy("store"),
        runsWith("store", "MESSAGE=second"),
      );
      for (const { environment } of await containersOf(scene)) expect(environment).toContain("MESSAGE=second");
      const read = ["exec", "-T", "store", "cat", "/data/mark", "/scratch/mark"];
      await scene.step("named and anonymous volumes kept their data", read, prints("kept\nkept\n"));
      const before = await containersOf(scene);
      await scene.step("there is nothing more to do", ["up", "-d"], untouched(before), tells("Nothing to do"));
      await scene.step("down -v takes all of it away", ["down", "-v"], nothingLeft);
    },
  );
}

scenario("killed-pulling", "an up that is killed while it pulls is finished by the next one", async (scene) => {
  await using own = await registry();
  const image = `${own.address}/web:1`;
  const client = docker(engineHost);
  try {
    await client.must(["tag", "busybox:1.36", image]);
    await client.must(["push", image]);
    await client.must(["rmi", image]);
    scene.env["IMAGE"] = image;
    await scene.also("up is killed", () => killAt(scene, /Image \S+ +Pulling/));
    await scene.step("up finishes it", ["up", "-d"], has({ web: ["running"] }));
    await scene.step("down -v takes all of it away", ["down", "-v"], nothingLeft);
  } finally {
    await client.run(["rmi", image]);
  }
});

function tellMoment(moment: Moment): string {
  return moment instanceof RegExp
    ? `"${moment.source.replaceAll(/ \+|\\S\+/g, " ")}"`
    : `the ${moment.action} of ${moment.service}`;
}
