import { expect } from "bun:test";
import { cp, rename, utimes } from "node:fs/promises";
import { join } from "node:path";
import { containersOf, nothingLeft, prints, recreatedOnly, tells, untouched } from "./checks.ts";
import { engineCall } from "./engine-view.ts";
import { type Scene, scenario } from "./scenario.ts";

/** A change that calls for exactly these services, and is named in the plan by this. */
async function recreates(
  scene: Scene,
  what: string,
  services: readonly string[],
  named: string | RegExp,
): Promise<void> {
  const before = await containersOf(scene);
  await scene.step(`${what}: the plan names it`, ["plan"], prints(named));
  await scene.step(`${what}: up`, ["up", "-d"], recreatedOnly(before, ...services));
  await scene.step(`${what}: only once`, ["plan"], prints("Nothing to do"));
}

/** A change that calls for nothing. */
async function leaves(scene: Scene, what: string, argv: readonly string[] = [], cwd?: string): Promise<void> {
  const before = await containersOf(scene);
  const given = cwd === undefined ? {} : { cwd };
  await scene.stepWith(
    given,
    `${what}: nothing to do`,
    [...argv, "up", "-d"],
    tells("Nothing to do"),
    untouched(before),
  );
}

scenario(
  "exact-recreation",
  "ask 4: containers are recreated exactly when what they are made from changed",
  async (scene) => {
    Object.assign(scene.env, { TOKEN: "1234", PAGE: "first" });
    await scene.step("up", ["up", "-d"]);
    await leaves(scene, "nothing changed");

    await scene.write("page.txt", "page two\n");
    await recreates(scene, "the file of a config", ["web"], "the content of configs.page changed");
    scene.env["INLINE"] = "bye";
    await recreates(scene, "an inline config", ["api"], "the content of configs.inline changed");
    scene.env["PAGE"] = "second";
    await recreates(scene, "a config from a variable", ["api"], "the content of configs.from-variable changed");
    await scene.write("token.txt", "token two\n");
    await recreates(scene, "the file of a secret", ["vault"], "the content of secrets.file-token changed");
    scene.env["TOKEN"] = "1235";
    await recreates(scene, "a secret from a variable", ["vault"], "the content of secrets.variable-token changed");
    await scene.write("api.env", "SIZE=2\n");
    await recreates(scene, "a variable of an env_file", ["api"], "environment.SIZE changed");

    await scene.edit("compose.yaml", '      A: "1"\n      B: "2"\n', '      B: "2"\n      A: "1"\n');
    await leaves(scene, "another order of keys");
    const text = await Bun.file(join(scene.folder, "compose.yaml")).text();
    const [, web = "", rest = ""] = /services:\n( {2}web:[\s\S]*?)( {2}api:[\s\S]*?)\nconfigs:/.exec(text) ?? [];
    await scene.edit("compose.yaml", `${web}${rest}`, `${rest}\n${web.trimEnd()}`);
    await leaves(scene, "another order of services");
    await scene.write("other.env", "UNUSED=1\n");
    await leaves(scene, "another --env-file", ["--env-file", "other.env"]);
    await utimes(join(scene.folder, "page.txt"), new Date(), new Date());
    await leaves(scene, "a file that was only touched");
    await scene.edit("compose.yaml", "env_file: api.env", "environment: { SIZE: '2' }");
    await leaves(scene, "a variable given in another way");

    const moved = join(scene.folder, "moved");
    await scene.also("the checkout moves", async () => {
      await cp(scene.folder, `${scene.folder}-copy`, { recursive: true });
      await rename(`${scene.folder}-copy`, moved);
    });
    await leaves(scene, "the same file elsewhere", [
      "-f",
      join(scene.folder, "compose.yaml"),
      "--project-directory",
      moved,
    ]);

    const labels = await scene.also("labels hold no hash that a guess could be tried on", async () => {
      const vault = (await containersOf(scene)).find(({ service }) => service === "vault");
      const found = await engineCall<{ Config: { Labels: object } }>("GET", `/containers/${vault?.id}/json`);
      return JSON.stringify(found);
    });
    expect(labels).not.toContain("1235");
    expect(labels).not.toContain(new Bun.CryptoHasher("sha256").update("1235").digest("hex").slice(0, 16));
    await scene.step("down", ["down", "-v"], nothingLeft);
  },
);
