import { expect } from "bun:test";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { containersOf, exits, has, isIn, nothingLeft, prints, recreatedOnly, tells, untouched } from "./checks.ts";
import { engineCall, hasVolume } from "./engine-view.ts";
import { type Check, type Scene, scenario } from "./scenario.ts";

const changing = [
  ["up", "-d"],
  ["create"],
  ["scale", "web=2"],
  ["run", "web", "true"],
  ["down", "-v"],
  ["rm", "-f", "-s"],
  ["kill"],
  ["stop"],
  ["restart"],
  ["pause"],
  ["prune"],
  ["--dry-run", "down"],
  ["plan"],
];

scenario("project-safety", "ask 8: a project name is one directory's until it is taken over", async (scene) => {
  const [mine, theirs] = ["mine", "theirs"].map((name) => ({ cwd: join(scene.folder, name) })) as [Given, Given];
  await scene.stepWith(theirs, "they have a project of this name", ["up", "-d"], has({ web: ["running"] }));
  const before = await containersOf(scene);
  for (const argv of changing) {
    const refused = tells("STACK_PROJECT_OWNED", `belongs to ${theirs.cwd}`, "--take-over");
    await scene.stepWith(mine, `${argv.join(" ")} of mine is refused`, argv, exits(1), refused, untouched(before));
  }
  await scene.stepWith(mine, "looking is not", ["ps"], prints("web-1"));
  await scene.stepWith(mine, "nor is going by the name alone", ["-p", scene.projectName, "ps"], prints("web-1"));
  await scene.stepWith(
    mine,
    "with another name it is fine",
    ["-p", `${scene.projectName}-b`, "plan"],
    prints("create"),
  );
  await scene.also("my directory is theirs, moved", () => moveAside(scene));
  await scene.stepWith(
    { cwd: join(scene.folder, "aside") },
    "a moved directory is the same",
    ["up", "-d"],
    untouched(before),
  );
  await scene.also("back again", () => rename(join(scene.folder, "aside"), theirs.cwd));
  await scene.stepWith(mine, "taking over says so", ["--take-over", "plan"], prints(`taken over from ${theirs.cwd}`));
  await scene.stepWith(mine, "and does it", ["--take-over", "up", "-d"], recreatedOnly(before, "web"));
  await scene.stepWith(mine, "then it is mine", ["up", "-d"], tells("Nothing to do"));
  await scene.stepWith(theirs, "and no longer theirs", ["down"], exits(1), tells(`belongs to ${mine.cwd}`));
  await scene.stepWith({ ...theirs, env: { SLIPWAY_TAKE_OVER: "1" } }, "on purpose", ["down", "-v"], nothingLeft);
});

scenario("project-safety", "ask 8: volumes of another directory are told of, and kept from down -v", async (scene) => {
  const [mine, theirs] = ["mine", "theirs"].map((name) => ({ cwd: join(scene.folder, name) })) as [Given, Given];
  for (const name of ["mine", "theirs"]) await scene.edit(`${name}/compose.yaml`, "[/scratch]", '["data:/scratch"]');
  await scene.stepWith(theirs, "they have data", ["up", "-d"]);
  await scene.stepWith(theirs, "and no container", ["down"]);
  const data = `${scene.projectName}_data`;
  const told = (code: string): Check => tells(`${code}]: the volume "${data}" holds data of ${theirs.cwd}`);
  await scene.stepWith(mine, "up tells whose it is", ["up", "-d"], told("warning[STACK_VOLUME_ELSEWHERE"));
  const before = await containersOf(scene);
  const refused = told("error[STACK_VOLUME_NOT_OURS");
  await scene.stepWith(mine, "down -v is refused", ["down", "-v"], exits(1), refused, untouched(before));
  expect(await hasVolume(data)).toBe(true);
  await scene.stepWith(mine, "on purpose nothing is told", ["--take-over", "up", "-d"], async (_, { stderr }) => {
    expect(stderr).not.toContain("STACK_VOLUME");
  });
  await scene.stepWith(mine, "down leaves them", ["down"]);
  await scene.stepWith(theirs, "theirs may", ["up", "-d"], async (_, { stderr }) => {
    expect(stderr).not.toContain("STACK_VOLUME");
  });
  await scene.stepWith(theirs, "remove them", ["down", "-v"], nothingLeft);
});

scenario("project-safety", "ask 8: down removes all of the project, behind profiles and of run too", async (scene) => {
  const mine = { cwd: join(scene.folder, "mine") };
  await scene.stepWith(mine, "up with a profile", ["--profile", "tools", "up", "-d"], isIn("tool", "running"));
  await scene.stepWith(mine, "a container of run stays", ["run", "-d", "web", "tail", "-f", "/dev/null"]);
  await scene.stepWith(mine, "down without the profile", ["down", "-v"], nothingLeft);
});

scenario("project-safety", "ask 8: prune removes what one project left, and nothing else", async (scene) => {
  const mine = { cwd: join(scene.folder, "mine") };
  const on = ["--profile", "build"];
  const stamp = async (text: string): Promise<void> => {
    await scene.edit("mine/compose.yaml", "RUN echo", `LABEL scene=${scene.projectName}-${text}\n        RUN echo`);
  };
  await stamp("one");
  await scene.stepWith(mine, "up", [...on, "up", "-d"]);
  await stamp("two");
  await scene.stepWith(mine, "an image that loses its name", [...on, "up", "-d", "--build"]);
  await scene.stepWith(mine, "a container of run that ends", ["run", "web", "true"]);
  const anonymous = await scene.also("a container removed by hand leaves its volume", async () => {
    const web = (await containersOf(scene)).find(({ service }) => service === "web");
    await engineCall("DELETE", `/containers/${web?.id}?force=1`);
    return web?.mounts[0]?.name ?? "";
  });
  const foreign = `${scene.projectName}-foreign`;
  await engineCall("POST", "/volumes/create", { Name: foreign, Labels: { "dev.slipway.project": "another" } });
  const before = await scene.view();
  const listed = prints(/run-[0-9a-f]+ +a container of run/, anonymous, /image [0-9a-f]{12} +built for the project/);
  await scene.stepWith(mine, "a dry run tells", ["--dry-run", "prune"], listed, prints("Plan: 3 to remove"));
  expect(await scene.view()).toEqual(before);
  await scene.stepWith(mine, "prune", ["prune"], has({ app: ["running"] }));
  expect(await hasVolume(anonymous)).toBe(false);
  expect(await hasVolume(foreign)).toBe(true);
  await scene.stepWith(mine, "and there is no more", ["--dry-run", "prune"], prints("Nothing to do"));
  await engineCall("DELETE", `/volumes/${foreign}`);
  await scene.stepWith(mine, "down", [...on, "down", "-v", "--rmi", "local"], nothingLeft);
});

interface Given {
  readonly cwd: string;
}

function moveAside(scene: Scene): Promise<void> {
  return rename(join(scene.folder, "theirs"), join(scene.folder, "aside"));
}
