import { expect } from "bun:test";
import { containersOf, exits, fails, has, nothingLeft, prints, printsOnly, says, tells, untouched } from "./checks.ts";
import { slipwayArgv } from "./program.ts";
import { scenario } from "./scenario.ts";

scenario("one-off", "run makes a container for one command, after its dependencies are healthy", async (scene) => {
  await scene.step(
    "its own command",
    ["run", "--rm", "-T", "tool"],
    printsOnly("from the file\n"),
    has({ db: ["running"] }),
  );
  const code = ["run", "--rm", "-T", "-e", "SIZE=9", "tool", "sh", "-c", 'echo "$COLOUR $SIZE"; exit 42'];
  await scene.step("the code of the command", code, exits(42), prints("blue 9\n"));
  const piped = { input: "a line\nanother" };
  await scene.stepWith(piped, "standard input", ["run", "--rm", "-T", "tool", "cat"], printsOnly("a line\nanother"));
  await scene.step(
    "another entrypoint",
    ["run", "--rm", "-T", "--entrypoint", "echo -n", "tool", "x y"],
    printsOnly("x y"),
  );
  await scene.also("nothing of the runs is left but the dependency", async () => {
    expect((await scene.view()).containers.map(({ service }) => service)).toEqual(["db"]);
  });
  await scene.step("without --rm it stays, and ps does not show it", ["run", "-T", "tool"], has({ db: ["running"] }));
  await scene.step("down takes it away, too", ["down", "-v"], nothingLeft);
});

scenario("exec", "exec runs in the container that is asked for, and gives the code", async (scene) => {
  await scene.step("up", ["up", "-d"]);
  await scene.step(
    "the code",
    ["exec", "-T", "web", "sh", "-c", "echo out; echo err >&2; exit 42"],
    exits(42),
    printsOnly("out\n"),
    tells("err\n"),
  );
  await scene.step("the second replica", ["exec", "-T", "--index", "2", "web", "hostname"], async (_, { stdout }) => {
    const second = (await containersOf(scene))[1];
    expect(stdout.trim()).toBe(second?.id.slice(0, 12) ?? "");
  });
  const options = ["exec", "-T", "-e", "SIZE=9", "-w", "/etc", "-u", "nobody", "web"];
  await scene.step(
    "variables, folder and user",
    [...options, "sh", "-c", 'echo "$COLOUR $SIZE $PWD $(id -un)"'],
    printsOnly("blue 9 /etc nobody\n"),
  );
  await scene.stepWith({ input: "typed" }, "standard input", ["exec", "-T", "web", "cat"], printsOnly("typed"));
  await scene.step("a program that is not there", ["exec", "-T", "web", "nowhere"], fails(), says("nowhere"));
  await scene.step("stop", ["stop"]);
  await scene.step(
    "a stopped service",
    ["exec", "-T", "web", "true"],
    exits(1),
    tells('the container of service "web" is not running: it is exited', "hint: start it with `slipway up -d web`"),
  );
  await scene.step("down", ["down"], nothingLeft);
});

scenario("exec", "exec on a terminal gives the program a terminal", async (scene) => {
  await scene.step("up", ["up", "-d"]);
  const before = await containersOf(scene);
  const command = [
    ...slipwayArgv(),
    "exec",
    "web",
    "sh",
    "-c",
    `'tty; while [ "$(stty size 2>/dev/null)" != "33 99" ]; do :; done; stty size; exit 7'`,
  ].join(" ");
  const program = scene.startOther(["script", "-qec", `stty rows 33 cols 99; ${command}`, "/dev/null"], {
    input: { open: true },
  });
  const { code, stdout } = await program.ended;
  expect(stdout).toMatch(/\/dev\/pts\/\d+\r+\n33 99\r+\n/);
  expect(code).toBe(7);
  await scene.step("nothing changed", ["ps"], untouched(before));
  await scene.step("down", ["down"], nothingLeft);
});
