import { expect } from "bun:test";
import {
  containersOf,
  exits,
  has,
  nothingLeft,
  prints,
  printsOnly,
  recreatedOnly,
  runsWith,
  tells,
  untouched,
  volumesAre,
} from "./checks.ts";
import { type Scene, scenario } from "./scenario.ts";

scenario("recreated-exactly", "a change recreates exactly the service that it is for", async (scene) => {
  await scene.step("up", ["up", "-d"], has({ web: ["running"], db: ["running"], cache: ["running"] }));
  const set = (name: string, value: string) => () => {
    scene.env[name] = value;
  };
  const changes: [string, () => void | Promise<void>, string[], RegExp][] = [
    ["nothing", () => undefined, [], /Nothing to do/],
    ["a variable", set("COLOUR", "green"), ["web"], /environment\.COLOUR/],
    ["the content of a config", set("MOTD", "bye"), ["web"], /recreate +container/],
    ["a command", set("WEB_COMMAND", "sleep 3600"), ["web"], /command/],
    ["an image", set("WEB_IMAGE", "redis:7.0"), ["web"], /image/],
    ["a label", set("TEAM", "blue"), ["db"], /labels\.team/],
    ["a variable in an env_file", () => scene.write("db.env", "SIZE=2\n"), ["db"], /environment\.SIZE/],
    [
      "the content of a secret's file",
      () => scene.write("token.txt", "secret-two\n"),
      ["cache"],
      /recreate +container/,
    ],
    ["a comment in the file", () => scene.edit("compose.yaml", "services:", "# mine\nservices:"), [], /Nothing to do/],
  ];
  for (const [what, change, services, reason] of changes) {
    const before = await containersOf(scene);
    await scene.also(`${what} changes`, change);
    await scene.step("plan names it", ["plan"], prints(reason), (_, { stdout }) =>
      expect(stdout).not.toContain("secret-"),
    );
    await scene.step("up", ["up", "-d"], recreatedOnly(before, ...services));
    const settled = await containersOf(scene);
    await scene.step("and no more", ["up", "-d"], tells("Nothing to do"), untouched(settled));
  }
  const before = await containersOf(scene);
  await scene.step(
    "--force-recreate of one",
    ["up", "-d", "--force-recreate", "cache"],
    recreatedOnly(before, "cache"),
  );
  await scene.step("down", ["down", "-v"], nothingLeft);
});

/** The names in a plan as JSON: `recreate container web-1`. */
function changesOf(scene: Scene, stdout: string): string[] {
  const plan = JSON.parse(stdout) as { changes: { action: string; kind: string; name: string }[] };
  return plan.changes.map(({ action, kind, name }) => `${action} ${kind} ${name.replace(`${scene.projectName}-`, "")}`);
}

scenario("planned", "plan and --dry-run change nothing, and up then does what they said", async (scene) => {
  const nothing = { containers: [], networks: [], volumes: [] };
  const first = await scene.step("plan", ["plan", "--format", "json", "--detailed-exitcode"], exits(2), nothingLeft);
  expect(changesOf(scene, first.stdout)).toEqual([
    `create network ${scene.projectName}_default`,
    `create volume ${scene.projectName}_data`,
    "create container db-1",
    "create container web-1",
    "create container web-2",
  ]);
  await scene.step("a dry run of up", ["--dry-run", "up", "-d"], prints("Plan: 5 to create."));
  expect(await scene.view()).toEqual(nothing);
  await scene.step("up", ["up", "-d"], has({ web: ["running", "running"], db: ["running"] }), volumesAre("data"));
  await scene.step("plan has nothing", ["plan", "--detailed-exitcode"], exits(0), prints("Nothing to do: 5 resources"));
  Object.assign(scene.env, { COLOUR: "green", REPLICAS: "3" });
  const before = await scene.view();
  const ran = await scene.step("plan of a change", ["plan", "--format", "json"]);
  expect(changesOf(scene, ran.stdout)).toEqual([
    "recreate container web-1",
    "recreate container web-2",
    "create container web-3",
  ]);
  for (const command of [["up", "-d"], ["down", "-v"], ["stop"], ["restart"]]) {
    await scene.step(`a dry run of ${command[0]}`, ["--dry-run", ...command], prints("Plan: "));
    expect(await scene.view()).toEqual(before);
  }
  await scene.step("up does it", ["up", "-d"], recreatedOnly(before.containers, "web", "web", "web"));
  await scene.step("down", ["down", "-v"], nothingLeft);
});

const write = ["exec", "-T", "db", "sh", "-c", "echo kept > /data/mark"];
const read = ["exec", "-T", "db", "sh", "-c", "cat /data/mark 2>/dev/null || echo empty"];

scenario(
  "anonymous-volumes",
  "anonymous volumes survive a recreate, -V renews them, and none piles up",
  async (scene) => {
    await scene.step("up", ["up", "-d"]);
    await scene.step("data", write);
    scene.env["ROUND"] = "2";
    await scene.step("a recreate", ["up", "-d"], runsWith("db", "ROUND=2"));
    await scene.step("keeps it", read, printsOnly("kept\n"));
    await scene.step("-V", ["up", "-d", "--force-recreate", "-V"]);
    await scene.step("does not", read, printsOnly("empty\n"));
    await scene.step("down -v", ["down", "-v"], nothingLeft);
  },
);

scenario("named-volumes", "named volumes survive down, and go with -v", async (scene) => {
  await scene.step("up", ["up", "-d"], volumesAre("data"));
  await scene.step("data", write);
  await scene.step("down", ["down"], has({}), volumesAre("data"));
  await scene.step("up", ["up", "-d"]);
  await scene.step("the data is there", read, printsOnly("kept\n"));
  await scene.step("down -v", ["down", "-v"], nothingLeft);
});
