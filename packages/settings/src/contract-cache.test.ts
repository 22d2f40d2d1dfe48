import { expect, test } from "bun:test";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadContract, loadSettings } from "./load.ts";

const text = (port: number): string => `settings:
  PORT: { type: port, default: ${port} }
  API_TOKEN: { default: "", description: looks like a secret }
${Array.from({ length: 300 }, (_, at) => `  KEY_${at}: { default: "${at}", description: the ${at}th }`).join("\n")}
`;

async function folders(): Promise<{ cwd: string; kept: string } & AsyncDisposable> {
  const root = await mkdtemp(join(tmpdir(), "slipway-contracts-"));
  const cwd = join(root, "project");
  await Bun.write(join(cwd, "slipway.settings.yaml"), text(80));
  return { cwd, kept: join(root, "kept"), [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

test("a kept contract says what the file says, places and warnings included, and follows every change", async () => {
  await using at = await folders();
  const { cwd } = at;
  const contracts = { folder: at.kept, program: "1" };
  const read = await loadContract({ cwd });
  expect(read.diagnostics.map(({ code }) => code)).toEqual(["SETTINGS_LOOKS_SECRET"]);
  expect(await loadContract({ cwd, contracts })).toEqual(read);
  expect(await readdir(at.kept)).toHaveLength(1);
  expect(await loadContract({ cwd, contracts })).toEqual(read);
  await writeFile(join(cwd, "slipway.settings.yaml"), text(81));
  const { resolution } = await loadSettings({ cwd, env: {}, contracts });
  expect(resolution?.snapshot?.get("PORT")).toBe(81);
  expect(await readdir(at.kept)).toHaveLength(1);
});

test("what another program kept, or what is broken, is not believed", async () => {
  await using at = await folders();
  const { cwd } = at;
  const read = await loadContract({ cwd });
  await loadContract({ cwd, contracts: { folder: at.kept, program: "1" } });
  const [name = ""] = await readdir(at.kept);
  const path = join(at.kept, name);
  const lying = (await Bun.file(path).text()).replace('"text":"80"', '"text":"99"');
  await writeFile(path, lying);
  const portOf = async (program: string): Promise<string | undefined> =>
    (await loadContract({ cwd, contracts: { folder: at.kept, program } })).contract?.settings.get("PORT")?.default
      ?.text;
  expect([await portOf("1"), await portOf("2")]).toEqual(["99", "80"]);
  await writeFile(path, lying.slice(0, 1000));
  expect(await loadContract({ cwd, contracts: { folder: at.kept, program: "1" } })).toEqual(read);
});

test("nothing is kept of a file with errors, of a small one, or where nothing can be written", async () => {
  await using at = await folders();
  const { cwd } = at;
  const contracts = { folder: at.kept, program: "1" };
  await writeFile(join(cwd, "slipway.settings.yaml"), `${text(80)}  BAD: { type: port, default: none }\n`);
  expect((await loadContract({ cwd, contracts })).contract).toBeUndefined();
  await writeFile(join(cwd, "slipway.settings.yaml"), "settings: { A: {} }\n");
  await loadContract({ cwd, contracts });
  expect(await Bun.file(at.kept).exists()).toBe(false);
  await writeFile(join(cwd, "slipway.settings.yaml"), text(80));
  await writeFile(at.kept, "a file");
  expect((await loadContract({ cwd, contracts })).contract?.settings.size).toBe(302);
});
