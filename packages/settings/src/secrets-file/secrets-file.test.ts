import { afterAll, beforeAll, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Diagnostics } from "@slipway/core";
import fc from "fast-check";
import { checkSecretsFile } from "./check.ts";
import { ensureSecrets } from "./ensure.ts";
import { generateSecret } from "./generate.ts";
import { readSecretsText, withSecrets } from "./text.ts";
import { updateSecretsFile } from "./update.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "slipway-secrets-"));
});
afterAll(() => rmSync(root, { recursive: true }));

/** A project folder with a settings file and, if given, a secrets file. */
function project(settings: string, secrets?: string): string {
  const folder = mkdtempSync(join(root, "p-"));
  writeFileSync(join(folder, "slipway.settings.yaml"), `settings:\n${settings}`);
  if (secrets !== undefined) writeFileSync(join(folder, ".slipway.secrets.env"), secrets, { mode: 0o600 });
  return folder;
}

const secretsOf = (folder: string): string => readFileSync(join(folder, ".slipway.secrets.env"), "utf8");
const two = "  A: { secret: true }\n  B: { secret: true, generate: { length: 40 } }\n  PLAIN: { default: x }\n";

test("what is missing is made, in a file that only its owner may read", async () => {
  const folder = project(two);
  const ensured = await ensureSecrets({ cwd: folder, env: {} });
  expect(ensured).toMatchObject({ made: ["A", "B"], present: [], missing: [] });
  expect(statSync(ensured.path).mode & 0o777).toBe(0o600);
  expect(secretsOf(folder)).toMatch(
    /^# Secrets of this machine.*\nA='[A-Za-z][A-Za-z0-9]{31}'\nB='[A-Za-z][A-Za-z0-9]{39}'\n$/,
  );
  expect(readdirSync(folder).sort()).toEqual([".slipway.secrets.env", "slipway.settings.yaml"]);
});

test("a second time nothing changes", async () => {
  const folder = project(two);
  await ensureSecrets({ cwd: folder, env: {} });
  const before = secretsOf(folder);
  expect((await ensureSecrets({ cwd: folder, env: {} })).made).toEqual([]);
  expect(secretsOf(folder)).toBe(before);
});

test("an empty value counts as missing; comments, order and other lines stay", async () => {
  const folder = project(two, "# mine\nB=\n# other\nOTHER='x\ny' # why\nA=kept-value-1");
  expect((await ensureSecrets({ cwd: folder, env: {} })).made).toEqual(["B"]);
  expect(secretsOf(folder)).toMatch(/^# mine\nB='[A-Za-z0-9]{40}'\n# other\nOTHER='x\ny' # why\nA=kept-value-1\n$/);
});

test("a dry run tells what it would make and writes nothing", async () => {
  const folder = project(two);
  expect((await ensureSecrets({ cwd: folder, env: {}, dryRun: true })).made).toEqual(["A", "B"]);
  expect(existsSync(join(folder, ".slipway.secrets.env"))).toBe(false);
});

test("what somebody else gives out, what is not required and what another source has is not made", async () => {
  const settings =
    "  A: { secret: true, generate: false }\n  B: { secret: true, required: false }\n  C: { secret: true }\n";
  const folder = project(settings);
  writeFileSync(join(folder, "c"), "from a file\n");
  const ensured = await ensureSecrets({ cwd: folder, env: { C_FILE: join(folder, "c") } });
  expect(ensured).toMatchObject({ made: [], missing: ["A"], present: ["C"] });
});

test("production gets no secrets from this file", async () => {
  const folder = project(two);
  const failure = await ensureSecrets({ cwd: folder, env: {}, environment: "production" }).catch((error) => error);
  expect(failure.code).toBe("SETTINGS_SECRETS_NOT_HERE");
});

test("a file with a line that cannot be read is not touched", async () => {
  const folder = project(two, "A='half writt");
  const failure = await updateSecretsFile(join(folder, ".slipway.secrets.env"), () => ({ B: "x" })).catch(
    (error) => error,
  );
  expect(failure.code).toBe("SETTINGS_SECRETS_FILE_BROKEN");
  expect(secretsOf(folder)).toBe("A='half writt");
});

test("of many writers at once none loses what another made", async () => {
  const folder = project(two);
  const path = join(folder, ".slipway.secrets.env");
  const module = join(import.meta.dir, "update.ts");
  const writers = Array.from({ length: 6 }, (_, index) =>
    Bun.spawn(
      [
        process.execPath,
        "-e",
        `import { updateSecretsFile } from ${JSON.stringify(module)};
        for (let i = 0; i < 10; i++) await updateSecretsFile(${JSON.stringify(path)}, (now) => now.get("FIRST") ? { ["K${index}_" + i]: "v" } : { FIRST: "w${index}", ["K${index}_" + i]: "v" });`,
      ],
      { stdout: "ignore", stderr: "inherit" },
    ),
  );
  expect(await Promise.all(writers.map(({ exited }) => exited))).toEqual([0, 0, 0, 0, 0, 0]);
  const pairs = readSecretsText(path, secretsOf(folder), new Diagnostics());
  expect(pairs.size).toBe(61);
  expect(readdirSync(folder).sort()).toEqual([".slipway.secrets.env", "slipway.settings.yaml"]);
}, 60_000);

test("the lock of a dead writer is taken over", async () => {
  const folder = project(two);
  const path = join(folder, ".slipway.secrets.env");
  const dead = Bun.spawn(["true"]);
  await dead.exited;
  writeFileSync(`${path}.lock`, `${dead.pid} x`);
  expect(await updateSecretsFile(path, () => ({ A: "value-1" }))).toEqual(["A"]);
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test("when the disk is full the old file is as it was, and nothing is left behind", async () => {
  const folder = project(two, "A=kept-value-1\n");
  const module = join(import.meta.dir, "update.ts");
  const code = `process.on("SIGXFSZ", () => {});
    import { updateSecretsFile } from ${JSON.stringify(module)};
    try { await updateSecretsFile(${JSON.stringify(join(folder, ".slipway.secrets.env"))}, () => ({ B: "x".repeat(200_000) })); }
    catch (error) { console.log(error.code, error.message.includes("xxx")); }`;
  // A limit on the size of files ends a write in the middle, as a full disk does.
  const child = Bun.spawn(["sh", "-c", 'ulimit -f 8; exec "$0" -e "$1"', process.execPath, code], {
    stderr: "inherit",
  });
  expect((await new Response(child.stdout).text()).trim()).toBe("SETTINGS_WRITE_FAILED false");
  expect(secretsOf(folder)).toBe("A=kept-value-1\n");
  expect(readdirSync(folder).sort()).toEqual([".slipway.secrets.env", "slipway.settings.yaml"]);
}, 30_000);

test("whatever the value, an env file gives it back, and the rest of the file stays", () => {
  const key = fc.constantFrom("A", "B_2", "C");
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          key,
          fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
        ),
      ),
      (changes) => {
        let text: string | undefined = "# head\nKEPT='it\\'s\n\"$here\"'\n";
        const expected: Record<string, string> = { KEPT: `it's\n"$here"` };
        for (const [name, value] of changes) {
          text = withSecrets(text, { [name]: value });
          expected[name] = value;
        }
        const diagnostics = new Diagnostics();
        expect(Object.fromEntries(readSecretsText("f", text, diagnostics))).toEqual(expected);
        expect(diagnostics.all).toEqual([]);
        expect(text.startsWith("# head\n")).toBe(true);
      },
    ),
  );
});

test("a generated secret has at least 128 bits, favours no sign, and is safe wherever it is written", () => {
  expect(generateSecret(1)).toHaveLength(22);
  const counts = new Map<string, number>();
  for (let round = 0; round < 400; round++) {
    const made = generateSecret(64);
    expect(made).toMatch(/^[A-Za-z][A-Za-z0-9]{63}$/);
    for (const sign of made.slice(1)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  const expected = (400 * 63) / 62;
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(counts.size).toBe(62);
  // 61 degrees of freedom: beyond 140 stands one run in many millions.
  expect(chiSquare).toBeLessThan(140);
});

async function inRepository(folder: string, ...commands: readonly (readonly string[])[]): Promise<void> {
  for (const argv of [["init", "-q"], ...commands]) await Bun.spawn(["git", "-C", folder, ...argv]).exited;
}

test("the check finds a file that others may read, that git keeps or would keep, and that a build takes in", async () => {
  const folder = project(two, "A=changeme\n");
  const path = join(folder, ".slipway.secrets.env");
  const codes = (): string[] =>
    checkSecretsFile(path, [{ service: "web", directory: folder, excludes: (name) => name === "no" }]).map(({ code }) =>
      code.replace("SETTINGS_", ""),
    );
  expect(codes()).toEqual(["SECRETS_FILE_IN_CONTEXT", "WEAK_SECRET"]);
  chmodSync(path, 0o644);
  await inRepository(folder);
  expect(codes()).toEqual(["SECRETS_FILE_MODE", "SECRETS_FILE_NOT_IGNORED", "SECRETS_FILE_IN_CONTEXT", "WEAK_SECRET"]);
  await inRepository(folder, ["add", ".slipway.secrets.env"]);
  expect(codes()).toContain("SECRETS_FILE_TRACKED");
  expect(JSON.stringify(checkSecretsFile(path))).not.toContain("changeme");
});

test("a good file has no findings, and neither has none", async () => {
  const folder = project(two, "A=long-enough-1\n");
  writeFileSync(join(folder, ".gitignore"), ".slipway.secrets.env\n");
  await inRepository(folder);
  expect(checkSecretsFile(join(folder, ".slipway.secrets.env"))).toEqual([]);
  expect(checkSecretsFile(join(folder, "none"))).toEqual([]);
});
