import { expect } from "bun:test";
import { exits, nothingLeft, prints, printsNot, tells } from "./checks.ts";
import { everythingOf, operationsDone, operationsPrinted } from "./operations-done.ts";
import { type Scene, scenario } from "./scenario.ts";

/** Plans, brings up, and holds what the engine did against what was printed. */
async function planned(scene: Scene, ...options: readonly string[]): Promise<string> {
  const { stdout } = await scene.step("plan", ["plan", "--format", "json", ...options]);
  const began = Date.now();
  await scene.step("up", ["up", "-d", ...options]);
  expect(await operationsDone(scene.projectName, began)).toEqual(operationsPrinted(stdout) as string[]);
  return stdout;
}

scenario("truthful-plan", "ask 1: a plan changes nothing, says why, and is what up then does", async (scene) => {
  scene.env["TOKEN"] = "correct horse";
  await scene.edit("compose.yaml", "FROM busybox:1.36", `FROM busybox:1.36\n        LABEL scene=${scene.projectName}`);
  await scene.step("the image is built", ["build"]);
  await planned(scene);
  Object.assign(scene.env, { COLOUR: "green", REPLICAS: "3", INTERNAL: "true", TOKEN: "battery staple" });
  const before = await everythingOf(scene.projectName);
  await scene.step(
    "a plan says why, with the keys that differ and no secret",
    ["plan", "--detailed-exitcode"],
    exits(2),
    prints("environment.COLOUR changed", "secrets.token changed", "internal: + true", "scaled to 3"),
    printsNot("green", "battery"),
  );
  for (const command of [
    ["up", "-d", "--build", "--force-recreate", "-V"],
    ["up", "-d", "--scale", "web=1", "--remove-orphans"],
    ["down", "-v", "--rmi", "all"],
    ["stop"],
    ["start"],
    ["restart"],
    ["prune"],
    ["create", "--force-recreate"],
    ["scale", "web=1"],
    ["rm", "-f", "-s", "-v"],
    ["kill"],
    ["pause"],
    ["unpause"],
    ["build", "--no-cache", "--push"],
    ["run", "--rm", "--build", "web", "true"],
    ["exec", "-T", "db", "touch", "/left"],
    ["pull"],
    ["push"],
  ]) {
    await scene.step(`a dry run of ${command[0]}`, ["--dry-run", ...command]);
    expect(await everythingOf(scene.projectName)).toEqual(before);
  }
  const told = await scene.step("what run does is said", ["--dry-run", "run", "--rm", "web", "echo", "a b"]);
  expect(told.stdout).toContain(`container ${scene.projectName}-web-run-…  \`echo "a b"\` was asked for`);
  await scene.step(
    "and what exec does",
    ["--dry-run", "exec", "-u", "1000", "db", "id"],
    prints(`exec     container ${scene.projectName}-db-1  \`id\` was asked for, as 1000`),
  );
  await scene.step("attach cannot be tried", ["--dry-run", "attach", "db"], exits(2), tells("--dry-run"));
  expect(await everythingOf(scene.projectName)).toEqual(before);
  await planned(scene);
  await scene.step("then there is nothing to do", ["plan", "--detailed-exitcode"], exits(0));
  await planned(scene, "--scale", "web=1");
  scene.env["DB_IMAGE"] = "redis:7.0";
  await planned(scene, "--scale", "web=1");
  await scene.step("an error is 1", ["plan", "--detailed-exitcode", "nobody"], exits(1));
  await scene.step("a wrong option too", ["plan", "--detailed-exitcode", "--nothing"], exits(1));
  await scene.step("down", ["down", "-v", "--rmi", "local"], nothingLeft);
});
