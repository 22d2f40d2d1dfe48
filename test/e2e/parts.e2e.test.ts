import { expect } from "bun:test";
import { containersOf, fails, has, nothingLeft, prints, printsOnly } from "./checks.ts";
import { engineCall } from "./engine-view.ts";
import { scenario } from "./scenario.ts";

scenario("files", "configs and secrets arrive with their content, place, owner and mode", async (scene) => {
  Object.assign(scene.env, { APP_VARIABLE: "from the environment", APP_PASSWORD: "pass $word" });
  await scene.step("up", ["up", "-d"], has({ web: ["running"] }));
  const show = (path: string, text: string) =>
    scene.step(`${path} holds it`, ["exec", "-T", "web", "cat", path], printsOnly(text));
  await show("/inline", "name=web\nprice=$5\n");
  await show("/etc/app.conf", "answer = 42\n");
  await show("/etc/variable.conf", "from the environment");
  await show("/run/secrets/token", "file-token\n");
  await show("/run/secrets/db_password", "pass $word");
  const facts = ["exec", "-T", "web", "stat", "-c", "%a %u:%g", "/etc/variable.conf", "/run/secrets/db_password"];
  await scene.step("owner and mode", facts, printsOnly("440 33:33\n400 0:0\n"));
  await scene.also("no secret is in the container's configuration", async () => {
    expect(JSON.stringify(await containersOf(scene))).not.toContain("pass $word");
  });
  await scene.step("config does not print it", ["config"], (_, { stdout }) =>
    expect(stdout).not.toContain("pass $word"),
  );
  await scene.step("down", ["down"], nothingLeft);
});

scenario("networks", "services find each other by name where they share a network, and nowhere else", async (scene) => {
  await scene.step("up", ["up", "-d"], has({ web: ["running"], db: ["running"], lonely: ["running"] }));
  // busybox's httpd has no page: that it answers at all is what counts.
  const ask = (service: string, host: string) => [
    "exec",
    "-T",
    service,
    "sh",
    "-c",
    `wget -q -O - http://${host}:8000/ 2>&1`,
  ];
  await scene.step("by the service's name", ask("web", "db"), fails(), prints("404"));
  await scene.step("by an alias", ask("web", "database"), fails(), prints("404"));
  await scene.step("by the container's name", ask("web", `${scene.projectName}-db-1`), fails(), prints("404"));
  await scene.step("not from another network", ask("lonely", "db"), fails(), prints("bad address"));
  await scene.also("the engine knows which network has no way out", async () => {
    const internal = async (key: string) =>
      (await engineCall<{ Internal: boolean }>("GET", `/networks/${scene.projectName}_${key}`))?.Internal;
    expect([await internal("front"), await internal("back")]).toEqual([false, true]);
  });
  await scene.step("down", ["down"], nothingLeft);
});
