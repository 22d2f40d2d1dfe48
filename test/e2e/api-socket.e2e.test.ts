import { expect } from "bun:test";
import {
  containersOf,
  exits,
  has,
  nothingLeft,
  prints,
  printsNot,
  recreatedOnly,
  runsWith,
  tells,
  untouched,
} from "./checks.ts";
import { engineCall } from "./engine-view.ts";
import { type Scene, scenario } from "./scenario.ts";

const credentials = btoa("me:open-sesame-42");
const up = { agent: ["running"], own: ["running"], other: ["running"] };
const logIn = (scene: Scene, auth: string): Promise<void> =>
  scene.write("home/.docker/config.json", JSON.stringify({ auths: { "reg.example": { auth } } }));

scenario(
  "api-socket",
  "a service gets the engine's socket and the credentials, which nothing else tells",
  async (scene) => {
    await logIn(scene, credentials);
    await scene.step("up", ["up", "-d"], has(up), runsWith("agent", "DOCKER_CONFIG=/run/secrets/docker"));
    const look = ["sh", "-c", "ls -d /var/run/docker.sock /run/secrets/docker/*; test -S /var/run/docker.sock"];
    const both = "/run/secrets/docker/config.json\n/var/run/docker.sock\n";
    await scene.step("both are there", ["exec", "-T", "agent", ...look], (_, { stdout }) => expect(stdout).toBe(both));
    const count = ["exec", "-T", "agent", "sh", "-c", `grep -c ${credentials} /run/secrets/docker/config.json`];
    await scene.step("with what was logged in", count, prints("1"));
    await scene.step(
      "who has a DOCKER_CONFIG keeps it",
      ["exec", "-T", "own", ...look],
      exits(0),
      printsNot("config.json"),
    );
    await scene.step("others have neither", ["exec", "-T", "other", ...look], exits(1), printsNot("docker.sock"));
    const made = await containersOf(scene);
    for (const { id } of made) {
      const inspected = JSON.stringify(await engineCall("GET", `/containers/${id}/json`));
      expect(inspected.includes(credentials)).toBe(false);
    }
    await scene.step("the project is printed as it was written", ["config"], printsNot("docker.sock", credentials));
    await scene.step("the same again is no change", ["up", "-d"], untouched(made), tells("Nothing to do"));
    await logIn(scene, btoa("me:another-word-43"));
    await scene.step("another login is one", ["up", "-d"], recreatedOnly(made, "agent"));
    await scene.step("down", ["down"], nothingLeft);
  },
);
