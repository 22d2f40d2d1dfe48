import { containersOf, exits, has, nothingLeft, prints, printsOnly, tells, untouched, volumesAre } from "./checks.ts";
import { scenario } from "./scenario.ts";

scenario("fresh-shell", "a fresh shell sees what an earlier up made", async (scene) => {
  await scene.step("up", ["up", "-d"], has({ web: ["running"], db: ["running"] }));
  await scene.step("ps lists it", ["ps"], prints(`${scene.projectName}-web-1`, `${scene.projectName}-db-1`, "Up "));
  await scene.step("ps as JSON", ["ps", "--format", "json"], prints('"Service":"web"', '"State":"running"'));
  await scene.printed("web", /hello from web\n/);
  await scene.step("logs show what was printed", ["logs", "web"], prints(/^web-1 +\| hello from web\n$/));
  const say = ["exec", "-T", "web", "sh", "-c", 'echo "$GREETING"'];
  await scene.step("exec runs in it", say, printsOnly("good morning\n"));
  const elsewhere = { cwd: "/" };
  const named = ["-p", scene.projectName];
  await scene.stepWith(
    elsewhere,
    "so does ps by name alone",
    [...named, "ps", "-q"],
    prints(/^[0-9a-f]{64}\n[0-9a-f]{64}\n$/),
  );
  await scene.stepWith(elsewhere, "logs by name alone", [...named, "logs", "web"], prints("hello from web"));
  await scene.stepWith(elsewhere, "exec by name alone", [...named, ...say], printsOnly("good morning\n"));
  await scene.stepWith(elsewhere, "down by name alone", [...named, "down", "-v"], nothingLeft);
});

scenario("compose-sees-slipway", "docker compose lists, reads and removes what Slipway brought up", async (scene) => {
  await scene.step("up", ["up", "-d"]);
  await scene.peer(
    "docker compose ps lists it",
    ["ps", "--format", "{{.Service}} {{.State}}"],
    printsOnly("db running\nweb running\n"),
  );
  await scene.peer("so does docker compose ls", ["ls"], prints(scene.projectName, "running(2)"));
  await scene.printed("web", /hello from web\n/);
  await scene.peer("docker compose logs", ["logs", "--no-log-prefix", "web"], prints("hello from web\n"));
  const before = await containersOf(scene);
  await scene.peer("docker compose stop", ["stop"], has({ web: ["exited"], db: ["exited"] }));
  await scene.step("up starts the same containers", ["up", "-d"], has({ web: ["running"], db: ["running"] }));
  await scene.step("and has nothing more to do", ["up", "-d"], tells("Nothing to do: 4 resources"));
  await scene.also("they are the same", async () => {
    const ids = (await containersOf(scene)).map(({ id }) => id);
    if (ids.join() !== before.map(({ id }) => id).join()) throw new Error("containers were made anew");
  });
  await scene.peer("docker compose down -v removes it", ["down", "-v"], nothingLeft);
});

scenario(
  "slipway-sees-compose",
  "Slipway works on what docker compose brought up, and keeps what did not change",
  async (scene) => {
    await scene.peer("docker compose up", ["up", "-d"]);
    const up = { web: ["running", "running"], db: ["running"], cache: ["running"] };
    await scene.step(
      "ps lists it",
      ["ps", "--format", "json"],
      prints('"Service":"web"', '"Service":"db"', '"Service":"cache"'),
      has(up),
    );
    await scene.printed("web", /(hello from web\n[\s\S]*){2}/);
    await scene.step("logs", ["logs", "--index", "2", "web"], prints(/^web-2 +\| hello from web\n$/));
    await scene.step("exec", ["exec", "-T", "db", "cat", "/run/secrets/token"], printsOnly("hello\n"));
    const before = await containersOf(scene);
    await scene.step("plan finds nothing to do", ["plan", "--detailed-exitcode"], exits(0), prints("Nothing to do"));
    await scene.step("up adopts every container", ["up", "-d"], untouched(before), tells("Nothing to do"));
    await scene.step("stop", ["stop", "web"], has({ ...up, web: ["exited", "exited"] }));
    await scene.step("start", ["start", "web"], has(up));
    await scene.stepWith(
      { env: { GREETING: "good night" } },
      "a change is seen with its key",
      ["plan"],
      prints("environment.GREETING"),
      prints("2 to recreate"),
    );
    await scene.step("down keeps the named volume", ["down"], has({}), volumesAre("data"));
    await scene.step("down -v removes it", ["down", "-v"]);
  },
);
