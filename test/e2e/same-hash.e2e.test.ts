import { expect, test } from "bun:test";
import { dockerCompose } from "../rig/docker-compose.ts";
import { run } from "../rig/process.ts";
import { containersOf, exits, has, nothingLeft, prints, recreatedOnly, tells, untouched } from "./checks.ts";
import { scenario } from "./scenario.ts";

/** The release whose config hash Slipway writes; others hash differently, and recreate what it made. */
const release = "2.40.3";
const { path } = await dockerCompose();
const version = path === undefined ? "none" : (await run([path, "version", "--short"])).stdout.trim();

const up = {
  web: ["running", "running"],
  beside: ["running"],
  db: ["running"],
  reader: ["running"],
  built: ["running"],
};

if (!version.startsWith(release)) {
  // biome-ignore lint/suspicious/noSkippedTests: another release hashes differently
  test.skip(`same-hash: needs docker compose ${release}, here is ${version}`, () => expect(version).toBe(release));
} else {
  scenario(
    "same-hash",
    "docker compose recreates nothing of what Slipway made, nor the other way round",
    async (scene) => {
      await scene.step("up", ["up", "-d"], has(up));
      const made = await containersOf(scene);
      await scene.peer("docker compose up keeps every container", ["up", "-d"], untouched(made));
      scene.env["GREETING"] = "good night";
      await scene.peer("docker compose recreates what changed", ["up", "-d"], recreatedOnly(made, "web", "web"));
      const mixed = await containersOf(scene);
      await scene.step("Slipway has nothing to do", ["plan", "--detailed-exitcode"], exits(0), prints("Nothing to do"));
      await scene.step("up keeps every container", ["up", "-d"], untouched(mixed));
      await scene.peer("docker compose down", ["down", "-v", "--rmi", "local"], nothingLeft);
      await scene.peer("docker compose up", ["up", "-d"], has(up));
      const theirs = await containersOf(scene);
      await scene.step("Slipway adopts it", ["up", "-d"], untouched(theirs), tells("Nothing to do"));
      await scene.step("down -v removes it", ["down", "-v", "--rmi", "local"], nothingLeft);
    },
  );
}
