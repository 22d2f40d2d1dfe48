import { expect } from "bun:test";
import { containersOf, exits, has, nothingLeft, prints, printsNot, recreatedOnly, tells, untouched } from "./checks.ts";
import { scenario } from "./scenario.ts";

scenario("stopped-and-started", "stop, start and restart work on the containers that are there", async (scene) => {
  await scene.step("up", ["up", "-d"], has({ web: ["running"], db: ["running"] }));
  const before = await containersOf(scene);
  await scene.step("stop one", ["stop", "web"], has({ web: ["exited"], db: ["running"] }));
  await scene.step("ps leaves it out", ["ps"], printsNot("web-1"), prints("db-1"));
  await scene.step("ps -a does not", ["ps", "-a"], prints("web-1", "Exited (137)"));
  await scene.step("start", ["start"], has({ web: ["running"], db: ["running"] }));
  await scene.step("restart", ["restart", "db"], has({ web: ["running"], db: ["running"] }), recreatedOnly(before));
  await scene.also("it was started anew", async () => {
    const startedAt = (service: string) => (one: { service: string }) => one.service === service;
    const now = await containersOf(scene);
    expect(now.find(startedAt("db"))?.startedAt).not.toBe(before.find(startedAt("db"))?.startedAt ?? "");
  });
  await scene.step("stop all", ["stop"], has({ web: ["exited"], db: ["exited"] }));
  await scene.step(
    "up starts them again, and makes none",
    ["up", "-d"],
    has({ web: ["running"], db: ["running"] }),
    recreatedOnly(before),
  );
  await scene.step("down of one service leaves the others", ["down", "web"], has({ db: ["running"] }));
  await scene.step("down", ["down"], nothingLeft);
  await scene.step("down again does nothing", ["down"], nothingLeft);
});

scenario("scaled", "--scale makes replicas and takes them away, and touches nothing else", async (scene) => {
  const three = { web: ["running", "running", "running"], db: ["running"] };
  await scene.step("up with three", ["up", "-d", "--scale", "web=3"], has(three));
  const before = await containersOf(scene);
  await scene.step(
    "up with one",
    ["up", "-d", "--scale", "web=1"],
    has({ web: ["running"], db: ["running"] }),
    recreatedOnly(before),
  );
  await scene.step(
    "up with two",
    ["up", "-d", "--scale", "web=2"],
    has({ web: ["running", "running"], db: ["running"] }),
  );
  await scene.step("logs of one replica", ["logs", "--index", "2", "web"]);
  await scene.step("up with none", ["up", "-d", "--scale", "web=0"], has({ db: ["running"] }));
  await scene.step("down", ["down"], nothingLeft);
});

scenario(
  "orphans",
  "a service that the file no longer has is told of, and goes with --remove-orphans",
  async (scene) => {
    const files = ["-f", "compose.yaml", "-f", "more.yaml"];
    await scene.step("up with two files", [...files, "up", "-d"], has({ web: ["running"], old: ["running"] }));
    const before = await containersOf(scene);
    const warned = tells("warning[STACK_ORPHANS]", `${scene.projectName}-old-1`, "--remove-orphans");
    await scene.step("up with one warns", ["up", "-d"], warned, untouched(before));
    await scene.step("ps shows it as long as it runs", ["ps"], prints("old-1"));
    await scene.step("--remove-orphans", ["up", "-d", "--remove-orphans"], has({ web: ["running"] }));
    await scene.step("down", ["down"], nothingLeft);
  },
);

scenario(
  "profiles",
  "a service with a profile comes when it is asked for, and down takes it away in any case",
  async (scene) => {
    await scene.step("up", ["up", "-d"], has({ web: ["running"] }));
    await scene.step(
      "with its profile",
      ["--profile", "tools", "up", "-d"],
      has({ web: ["running"], debug: ["running"] }),
    );
    const before = await containersOf(scene);
    await scene.step("it is no orphan", ["up", "-d", "--remove-orphans"], untouched(before));
    await scene.step(
      "named, it is on",
      ["up", "-d", "--force-recreate", "debug"],
      has({ web: ["running"], debug: ["running"] }),
      recreatedOnly(before, "debug"),
    );
    await scene.step(
      "an unknown profile turns nothing on",
      ["--profile", "tols", "config", "--services"],
      exits(0),
      prints(/^web\n$/),
    );
    await scene.step("down", ["down"], nothingLeft);
  },
);
