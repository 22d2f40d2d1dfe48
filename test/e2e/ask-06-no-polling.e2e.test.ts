import { expect } from "bun:test";
import { connect, createServer } from "node:net";
import { has, nothingLeft, tells } from "./checks.ts";
import { engineHost } from "./engine-view.ts";
import { scenario } from "./scenario.ts";

/** The engine behind a door that counts the requests that go through it. */
async function countedEngine(socket: string): Promise<{ readonly requests: () => number } & AsyncDisposable> {
  let requests = 0;
  const path = engineHost.replace("unix://", "");
  const server = createServer((near) => {
    const far = connect({ path });
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
    near.on("data", (data) => {
      requests += data.toString("latin1").match(/^(GET|POST|PUT|DELETE|HEAD) \S+ HTTP\/1\.1/gm)?.length ?? 0;
    });
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((ready) => server.listen(socket, ready));
  return { requests: () => requests, [Symbol.asyncDispose]: async () => void server.close() };
}

scenario(
  "no-polling",
  "ask 6: waits end on events: how long a dependency takes costs no requests, and nothing to do costs a handful",
  async (scene) => {
    const socket = `${scene.folder}/engine.sock`;
    await using engine = await countedEngine(socket);
    const env = { DOCKER_HOST: `unix://${socket}` };
    await scene.stepWith({ env }, "up", ["up", "-d"], has({ base: ["running"], top: ["running"] }));
    const first = engine.requests();
    // Some forty probes fail before the one that does not; each of them would be asked for by a program that polls.
    expect(first).toBeLessThan(70);
    await scene.stepWith({ env }, "up again", ["up", "-d"], tells("Nothing to do"));
    expect(engine.requests() - first).toBeLessThan(12);
    await scene.step("down", ["down"], nothingLeft);
  },
);
