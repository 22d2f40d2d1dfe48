import { expect } from "bun:test";
import { connectEngine } from "@slipway/engine";
import { registry } from "../rig/registry.ts";
import { containersOf, exits, has, nothingLeft, recreatedOnly, tells, untouched } from "./checks.ts";
import { engineHost } from "./engine-view.ts";
import { scenario } from "./scenario.ts";

const login = { user: "team", password: "open-sesame-42" };

/** `~/.docker/config.json` with these credentials for the registry. */
function configFile(address: string, password: string): string {
  const auth = Buffer.from(`${login.user}:${password}`).toString("base64");
  return JSON.stringify({ auths: { [address]: { auth } } });
}

/** Pushes busybox into the registry and takes the name off the engine again. */
async function publish(address: string, home: string): Promise<void> {
  const engine = connectEngine({ env: { HOME: home }, host: engineHost });
  try {
    await engine.images.tag("busybox:1.36", `${address}/team/web`, "1");
    for await (const line of engine.images.push(`${address}/team/web:1`)) expect(line.error).toBeUndefined();
    await engine.images.remove(`${address}/team/web:1`);
  } finally {
    engine.close();
  }
}

/** Takes a further name of an image off the engine, which `down` leaves. */
async function forget(image: string): Promise<void> {
  const engine = connectEngine({ env: {}, host: engineHost });
  try {
    await engine.images.remove(image);
  } finally {
    engine.close();
  }
}

scenario(
  "private-registry",
  "an image of a private registry is pulled with the credentials of docker login",
  async (scene) => {
    await using served = await registry(login);
    const { address } = served;
    const home = `${scene.folder}/home`;
    scene.env["REGISTRY"] = address;
    await scene.write("home/.docker/config.json", configFile(address, login.password));
    await publish(address, home);

    await scene.write("home/.docker/config.json", configFile(address, "wrong-password"));
    const refused = await scene.step("wrong credentials are told with their cure", ["up", "-d"], exits(1), has({}));
    expect(refused.stderr).toContain("docker login");
    expect(refused.stderr).toContain("compose.yaml:3:12");
    expect(refused.stdout + refused.stderr).not.toContain("wrong-password");

    await scene.write("home/.docker/config.json", configFile(address, login.password));
    await scene.step("the right ones pull it", ["up", "-d"], has({ web: ["running"] }));

    const missing = { env: { TAG: "2" } };
    const unknown = await scene.stepWith(
      missing,
      "a missing tag is named",
      ["up", "-d"],
      exits(1),
      has({ web: ["running"] }),
    );
    expect(unknown.stderr).toContain(`${address}/team/web:2`);
    await scene.step("down", ["down", "--rmi", "all"], nothingLeft);
  },
);

scenario("private-registry", "a credential helper is asked for the credentials", async (scene) => {
  await using served = await registry(login);
  const { address } = served;
  const home = `${scene.folder}/home`;
  scene.env["REGISTRY"] = address;
  await scene.write("home/.docker/config.json", configFile(address, login.password));
  await publish(address, home);

  await scene.write("home/.docker/config.json", JSON.stringify({ credHelpers: { [address]: "scene" } }));
  const without = await scene.step("a helper that is missing is named", ["up", "-d"], exits(1));
  expect(without.stderr).toContain("docker-credential-scene");

  const answer = JSON.stringify({ Username: login.user, Secret: login.password });
  await scene.write(
    "bin/docker-credential-scene",
    `#!/bin/sh\nread -r server\n[ "$1 $server" = "get ${address}" ] && echo '${answer}'\n`,
  );
  await scene.also("the helper may run", () => Bun.$`chmod +x ${scene.folder}/bin/docker-credential-scene`.quiet());
  scene.env["PATH"] = `${scene.folder}/bin:${process.env["PATH"]}`;
  await scene.step("it gives them", ["up", "-d"], has({ web: ["running"] }));
  await scene.step("down", ["down", "--rmi", "all"], nothingLeft);
});

scenario(
  "private-registry",
  "what is built is pushed under all its names, and a refusal says what to do",
  async (scene) => {
    await using served = await registry(login);
    const { address } = served;
    scene.env["REGISTRY"] = address;
    scene.env["COMPOSE_FILE"] = "built.yaml";
    const app = `${address}/team/app`;
    const unbuilt = await scene.step("nothing is built yet", ["push"], exits(1));
    expect(unbuilt.stderr).toContain("hint: build it first: `slipway build app`");
    await scene.step("build", ["build"]);
    const stranger = await scene.step("without a login", ["push"], exits(1));
    expect(stranger.stderr).toContain(`the image "${app}:1" of service "app" could not be pushed`);
    expect(stranger.stderr).toContain(`hint: \`docker login ${address}\` as somebody who may write there`);
    expect(stranger.stderr).toContain("built.yaml:3:12");
    await scene.write("home/.docker/config.json", configFile(address, "wrong-password"));
    const wrong = await scene.step("with a wrong one", ["push"], exits(1));
    expect(wrong.stderr).toContain(`docker login ${address}`);
    expect(wrong.stdout + wrong.stderr).not.toContain("wrong-password");
    const skipped = await scene.step("going on all the same", ["push", "--ignore-push-failures"], exits(0));
    expect(skipped.stderr).toContain(` Image ${app}:1  Skipped\n`);
    expect(skipped.stderr).not.toContain("Pushed");
    await scene.write("home/.docker/config.json", configFile(address, login.password));
    const pushed = await scene.step("with the right one", ["push"]);
    for (const tag of ["1", "latest"]) expect(pushed.stderr).toContain(` Image ${app}:${tag}  Pushed\n`);
    await scene.step("away", ["down", "--rmi", "all"], nothingLeft);
    await forget(`${address}/team/app:latest`);
  },
);

scenario(
  "private-registry",
  "a newer image in the registry recreates its service, the same one nothing",
  async (scene) => {
    await using served = await registry(login);
    const { address } = served;
    scene.env["REGISTRY"] = address;
    scene.env["COMPOSE_FILE"] = "built.yaml";
    await scene.write("home/.docker/config.json", configFile(address, login.password));
    const app = `${address}/team/app:1`;
    const engine = connectEngine({ env: {}, host: engineHost });
    try {
      await scene.step("round two is pushed", ["build", "--push"], tells(` Image ${app}  Pushed`), exits(0));
      const next = (await engine.images.inspect(app))?.Id;
      await scene.stepWith({ env: { ROUND: "0" } }, "another one is here", ["up", "-d", "--build"]);
      const made = await containersOf(scene);
      await scene.step("pull --policy missing leaves it", ["pull", "--policy", "missing"], untouched(made));
      await scene.step("and up has nothing to do", ["up", "-d"], untouched(made));
      await scene.step("what can be built may be left out", ["pull", "--ignore-buildable"], tells("Nothing to do"));
      expect((await engine.images.inspect(app))?.Id).not.toBe(next);
      await scene.step("pull brings it", ["pull"], tells(` Image ${app}  Pulled`));
      expect((await engine.images.inspect(app))?.Id).toBe(next);
      await scene.step("up recreates what it is the image of", ["up", "-d"], recreatedOnly(made, "app"));
      const newer = await containersOf(scene);
      await scene.step("the same again", ["pull"]);
      await scene.step("is no change", ["up", "-d"], untouched(newer));
      await scene.step("away", ["down", "--rmi", "all"], nothingLeft);
      await forget(`${address}/team/app:latest`);
    } finally {
      engine.close();
    }
  },
);
