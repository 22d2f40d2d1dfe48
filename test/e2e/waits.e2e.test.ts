import { exits, has, healthy, isIn, nothingLeft, tells } from "./checks.ts";
import { scenario } from "./scenario.ts";

scenario("dependency-conditions", "a dependent starts when its dependency is healthy", async (scene) => {
  Object.assign(scene.env, { CONDITION: "service_healthy", THEN: "exec tail -f /dev/null" });
  const up = { web: ["running"], db: ["running"], optional: ["exited"] };
  await scene.step("up", ["up", "-d"], has(up), healthy("db"), tells(/db-1 +Waiting/, /db-1 +Healthy/));
  await scene.step("what is not required is a warning", ["restart", "web"], has(up));
  await scene.step("down", ["down"], nothingLeft);
});

scenario(
  "dependency-conditions",
  "an unhealthy dependency is told with its last probe and its last lines",
  async (scene) => {
    Object.assign(scene.env, {
      CONDITION: "service_healthy",
      THEN: "exec tail -f /dev/null",
      PROBE: "echo no answer; exit 1",
    });
    await scene.step(
      "up",
      ["up", "-d"],
      exits(1),
      tells(`the container "${scene.projectName}-db-1" is unhealthy: its probe says: no answer`),
      tells(" --> compose.yaml:16:5", "| opening the books", "| cannot open them", "slipway logs db"),
      isIn("web", "created"),
    );
    scene.env["PROBE"] = "exit 0";
    const fixed = has({ web: ["running"], db: ["running"], optional: ["exited"] });
    await scene.step("up with the corrected probe goes on", ["up", "-d"], fixed);
    await scene.step("down", ["down"], nothingLeft);
  },
);

scenario(
  "dependency-conditions",
  "a dependency that must complete and fails is told with its code and its last lines",
  async (scene) => {
    Object.assign(scene.env, { CONDITION: "service_completed_successfully", THEN: "exit 5" });
    await scene.step(
      "up",
      ["up", "-d"],
      exits(1),
      tells(`the container "${scene.projectName}-db-1" had to complete, but exited with 5`, "| cannot open them"),
      isIn("web", "created"),
    );
    scene.env["THEN"] = "exit 0";
    const fixed = has({ web: ["running"], db: ["exited"], optional: ["exited"] });
    await scene.step("up with the corrected job goes on", ["up", "-d"], fixed);
    await scene.step("down", ["down"], nothingLeft);
  },
);

scenario(
  "dependency-conditions",
  "--wait ends with an error when a container does not become ready in time",
  async (scene) => {
    Object.assign(scene.env, { CONDITION: "service_started", THEN: "exec tail -f /dev/null", PROBE: "sleep 100" });
    const wait = ["up", "--wait", "--wait-timeout", "1", "db"];
    await scene.step("up", wait, exits(1), tells("not ready after 1 s", "db-1"), has({ db: ["running"] }));
    scene.env["PROBE"] = "exit 0";
    await scene.step("a ready one", ["up", "--wait", "db"], has({ db: ["running"] }), healthy("db"));
    await scene.step("down", ["down"], nothingLeft);
  },
);
