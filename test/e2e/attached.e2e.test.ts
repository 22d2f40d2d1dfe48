import { expect } from "bun:test";
import { exits, has, nothingLeft, prints } from "./checks.ts";
import { scenario } from "./scenario.ts";

scenario("attached", "up shows each line with its container and ends when all have exited", async (scene) => {
  await scene.step(
    "both streams are shown",
    ["up"],
    prints(/^web-1 +\| one$/m, /^web-1 +\| two$/m, /^web-1 +\| three$/m, /^worker-1 +\| working$/m),
    prints("web-1 exited with code 0", "worker-1 exited with code 3"),
    has({ web: ["exited"], worker: ["exited"] }),
  );
  const plain = ["up", "--no-log-prefix", "--attach", "web"];
  await scene.step("only one service, without prefixes", plain, prints(/^one$/m), (_, { stdout }) =>
    expect(stdout).not.toContain("working"),
  );
  await scene.step("down", ["down", "-v"], nothingLeft);
});

scenario("interrupted", "Ctrl-C stops what runs gracefully and gives 130", async (scene) => {
  const program = scene.start(["up"]);
  await program.until(/\| ready/);
  program.signal("SIGINT");
  const { code, stdout, stderr } = await program.ended;
  expect(stderr).toContain("Gracefully stopping... (press Ctrl+C again to force)");
  expect(stdout).toContain("| bye");
  expect(code).toBe(130);
  await scene.step("it is stopped, not removed", ["ps", "-a"], has({ web: ["exited"] }));
  await scene.step("down", ["down"], nothingLeft);
});

scenario("interrupted", "a second Ctrl-C kills what will not stop", async (scene) => {
  const program = scene.start(["up", "stubborn"]);
  await program.until(/\| here/);
  program.signal("SIGINT");
  await program.until(/\| no/);
  program.signal("SIGINT");
  const { code } = await program.ended;
  expect(code).toBe(130);
  await scene.step("it was killed long before its grace period", ["ps", "-a"], has({ stubborn: ["exited"] }));
  await scene.step("down", ["down"], nothingLeft);
});

scenario("interrupted", "Ctrl-C while up is at work ends it with 130, and the next up finishes", async (scene) => {
  const program = scene.start(["up", "-d"]);
  await program.until(/Container \S+ +Creating/);
  program.signal("SIGINT");
  const { code, stderr } = await program.ended;
  expect(code).toBe(130);
  expect(stderr).toContain("interrupted");
  await scene.step("up finishes it", ["up", "-d"], has({ web: ["running"] }));
  await scene.step("down", ["down", "-t", "0"], nothingLeft);
});

scenario("interrupted", "Ctrl-C while up waits for a dependency stops what it has started", async (scene) => {
  const program = scene.start(["up", "waiting"]);
  await program.until(/Container \S+never-1 +Waiting/);
  program.signal("SIGINT");
  const { code, stderr } = await program.ended;
  expect(stderr).toContain("Gracefully stopping... (press Ctrl+C again to force)");
  expect(code).toBe(130);
  await scene.step("nothing runs", ["ps", "-a"], has({ never: ["exited"], waiting: ["created"] }));
  await scene.step("down", ["down"], nothingLeft);
});

scenario("abort-on-exit", "--exit-code-from stops everything and gives the code of its service", async (scene) => {
  const stopped = has({ test: ["exited"], server: ["exited"] });
  await scene.step("a failing test", ["up", "--exit-code-from", "test"], exits(7), prints("testing"), stopped);
  scene.env["CODE"] = "0";
  await scene.step("a passing test", ["up", "--exit-code-from", "test"], exits(0), stopped);
  scene.env["CODE"] = "9";
  await scene.step("the first to exit", ["up", "--abort-on-container-exit"], exits(9), stopped);
  await scene.step("down", ["down"], nothingLeft);
});
