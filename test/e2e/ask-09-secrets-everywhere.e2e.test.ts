import { expect } from "bun:test";
import { connect, createServer } from "node:net";
import { exits, has, nothingLeft, prints, printsNot, tells } from "./checks.ts";
import { engineCall, engineHost } from "./engine-view.ts";
import { type Scene, scenario } from "./scenario.ts";

const secrets = ["token-in-a-file", "token-in-a-variable"];

/** What the engine tells of the project's containers and volumes holds none of the secrets. */
async function toldNowhere(scene: Scene): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${scene.projectName}`] }));
  const containers = (await engineCall("GET", `/containers/json?all=true&filters=${filters}`)) as { Id: string }[];
  const inspected = await Promise.all(containers.map(({ Id }) => engineCall("GET", `/containers/${Id}/json`)));
  const told = JSON.stringify([inspected, await engineCall("GET", `/volumes?filters=${filters}`)]);
  expect(containers.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(told).not.toContain(secret);
}

/** The engine under an address of another host, as far as anybody can tell. */
async function farEngine(): Promise<{ readonly host: string } & AsyncDisposable> {
  const path = engineHost.replace("unix://", "");
  const server = createServer((near) => {
    const far = connect({ path });
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { host: `tcp://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() };
}

scenario(
  "secrets-everywhere",
  "ask 9: secrets and configs have the owner and mode that is asked for, also on a read-only root",
  async (scene) => {
    scene.env["TOKEN"] = secrets[1] ?? "";
    await scene.step("the plan tells no secret", ["plan", "--format", "json"], printsNot(...secrets));
    const running = { owned: ["running"], locked: ["running"] };
    await scene.step("up", ["up", "-d"], has(running));
    await scene.step(
      "owned",
      ["exec", "-T", "owned", "ls", "-ln", "/run/secrets", "/etc/app"],
      prints(/-r-------- +1 1000 +1000 .*from-file/, /-r--r----- +1 0 +1000 .*renamed/, /-r--r--r-- .*settings\.ini/),
    );
    await scene.step(
      "read by its user",
      ["exec", "-T", "owned", "cat", "/run/secrets/from-file", "/run/secrets/renamed"],
      prints(...secrets),
    );
    await scene.printed("locked", /Read-only file system/);
    await scene.step(
      "on a read-only root",
      ["logs", "--no-log-prefix", "locked"],
      prints(...secrets, "colour=blue", "/x: Read-only file system"),
    );
    await scene.also("told nowhere", () => toldNowhere(scene));
    await scene.step("up again", ["up", "-d"], tells("Nothing to do"));
    scene.env["COLOUR"] = "red";
    await scene.step("a changed content", ["up", "-d"], has(running));
    await scene.step("is there", ["exec", "-T", "locked", "cat", "/etc/app/settings.ini"], prints("colour=red"));
    await scene.step("down leaves no volume with secrets", ["down"], nothingLeft);
  },
);

scenario("secrets-everywhere", "ask 9: secrets and configs reach an engine on another host", async (scene) => {
  await using far = await farEngine();
  const env = { TOKEN: secrets[1] ?? "", DOCKER_HOST: far.host };
  await scene.stepWith({ env }, "up", ["up", "-d"], has({ owned: ["running"], locked: ["running"] }));
  await scene.step("arrived", ["exec", "-T", "owned", "cat", "/run/secrets/from-file"], prints(secrets[0] ?? ""));
  await scene.also("nothing is mounted from here", async () => {
    const { containers } = await scene.view();
    const inspected = await Promise.all(containers.map(({ id }) => engineCall("GET", `/containers/${id}/json`)));
    expect(JSON.stringify(inspected.map((one) => (one as { Mounts: unknown }).Mounts))).not.toContain(scene.folder);
  });
  await scene.stepWith({ env }, "down", ["down"], nothingLeft);
});

scenario("secrets-everywhere", "ask 9: all that is missing is told at once, before anything starts", async (scene) => {
  await scene.edit("compose.yaml", "token.txt", "gone.txt");
  await scene.step(
    "up",
    ["up", "-d"],
    exits(1),
    tells('the file of secret "from-file" cannot be read', "TOKEN, which is not set", "compose.yaml:"),
    has({}),
  );
});
