import { expect } from "bun:test";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exits, has, nothingLeft, prints, tells } from "./checks.ts";
import { type Scene, scenario } from "./scenario.ts";

/** The lines that the hooks have written. */
async function told(scene: Scene): Promise<readonly string[]> {
  return (await readFile(join(scene.folder, "told"), "utf8")).split("\n").filter(Boolean);
}

async function ready(scene: Scene): Promise<void> {
  // The hook of another user writes there, too.
  await chmod(scene.folder, 0o755);
  await writeFile(join(scene.folder, "told"), "");
  await chmod(join(scene.folder, "told"), 0o666);
}

scenario("hooks", "hooks run before the first start, after each start and before each stop", async (scene) => {
  await ready(scene);
  scene.env["REPLICAS"] = "2";
  await scene.step("up", ["up", "-d"], has({ web: ["running", "running"] }));
  await scene.printed("web", /(prepared for service\n[\s\S]*){2}/);
  await scene.step(
    "pre_start ran once for both",
    ["logs", "--no-log-prefix", "--index", "1", "web"],
    prints(/^prepared for service\n$/),
  );
  const post = "post hook 1000 /tmp";
  await scene.also("post_start ran in both", async () => expect(await told(scene)).toEqual([post, post]));
  await scene.step("restart", ["restart", "web#1"], has({ web: ["running", "running"] }));
  await scene.also("around the restart", async () => expect((await told(scene)).slice(2)).toEqual(["stop", post]));
  await scene.step("kill runs none", ["kill"], has({ web: ["exited", "exited"] }));
  await scene.step("start", ["start"], has({ web: ["running", "running"] }));
  await scene.also("after the start", async () => expect((await told(scene)).slice(4)).toEqual([post, post]));
  await scene.step("down", ["down", "-v"], nothingLeft);
  await scene.also("before the end", async () => expect((await told(scene)).slice(6)).toEqual(["stop", "stop"]));
});

scenario("hooks", "a hook that fails ends the command with its last words", async (scene) => {
  await ready(scene);
  scene.env["PRE"] = "3";
  const name = `${scene.projectName}-web-1`;
  await scene.step(
    "pre_start",
    ["up", "-d"],
    exits(1),
    tells(`pre_start of "${name}" failed`, "exited with 3"),
    has({ web: ["created"] }),
  );
  scene.env["PRE"] = "0";
  scene.env["POST"] = "4";
  await scene.step("post_start", ["up", "-d"], exits(1), tells(`post_start of "${name}" failed`, "exited with 4"));
  scene.env["POST"] = "0";
  await scene.step("corrected", ["up", "-d"], has({ web: ["running"] }));
  await scene.edit("compose.yaml", "STOP:-0", "STOP:-5");
  await scene.step("pre_stop", ["stop"], exits(1), tells("pre_stop", "exited with 5"), has({ web: ["running"] }));
  await scene.edit("compose.yaml", "STOP:-5", "STOP:-0");
  await scene.step("down", ["down", "-v"], nothingLeft);
});
