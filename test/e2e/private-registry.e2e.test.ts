import { expect } from "bun:test";
import { connectEngine } from "@slipway/engine";
import { registry } from "../rig/registry.ts";
import { exits, has, nothingLeft } from "./checks.ts";
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
