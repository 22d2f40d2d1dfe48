import { expect, test } from "bun:test";
import { inspect } from "node:util";
import { createMemoryFiles } from "@slipway/core";
import { armor, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { loadSettings } from "../load.ts";

const settings = "settings:\n  TOKEN: { secret: true }\n";
const mine = await generateX25519Identity();

async function encrypted(text: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(mine));
  return armor.encode(await encrypter.encrypt(text));
}
const file = await encrypted("# shared\nTOKEN='from $age'\n");

async function load(env: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) {
  const files = createMemoryFiles({ "/p/slipway.settings.yaml": settings, "/p/.slipway.secrets.age": file, ...more });
  return loadSettings({ cwd: "/p", env, environment: "production", files });
}

test("an encrypted file beside the settings file gives secrets in production", async () => {
  const { resolution } = await load({ SLIPWAY_AGE_IDENTITY: mine });
  expect(resolution?.snapshot?.variables()).toEqual({ TOKEN: "from $age" });
  expect(resolution?.outcomes.get("TOKEN")?.winner).toMatchObject({
    from: ".slipway.secrets.age",
    at: { line: 2, column: 1 },
  });
});

test("the key may lie in a file as age-keygen writes it", async () => {
  const { resolution } = await load({ SLIPWAY_AGE_IDENTITY_FILE: "/k" }, { "/k": `# created: today\n${mine}\n` });
  expect(resolution?.snapshot).toBeDefined();
});

test("the file of the environment counts more", async () => {
  const own = await encrypted("TOKEN=of-production\n");
  const { resolution } = await load({ SLIPWAY_AGE_IDENTITY: mine }, { "/p/.slipway.secrets.production.age": own });
  expect(resolution?.snapshot?.variables()).toEqual({ TOKEN: "of-production" });
});

const wrong: readonly [
  title: string,
  env: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>>,
  message: string,
][] = [
  ["no key", {}, {}, "cannot be opened: there is no key for it"],
  ["another key", { SLIPWAY_AGE_IDENTITY: await generateX25519Identity() }, {}, "cannot be opened with this key"],
  ["a text that is no key", { SLIPWAY_AGE_IDENTITY: "my-secret-key-1" }, {}, "what is given as its key is none"],
  [
    "a file cut in half",
    { SLIPWAY_AGE_IDENTITY: mine },
    { "/p/.slipway.secrets.age": file.slice(0, 150) },
    "is no whole age file",
  ],
  [
    "a changed byte",
    { SLIPWAY_AGE_IDENTITY: mine },
    { "/p/.slipway.secrets.age": changed(file) },
    "is no whole age file",
  ],
];
for (const [title, env, more, message] of wrong) {
  test(`with ${title} it is a failure that shows neither key nor secret, and nothing else answers`, async () => {
    const { diagnostics, resolution } = await load(env, more);
    expect(diagnostics.map(({ code }) => code)).toEqual(["SETTINGS_SOURCE_FAILED"]);
    expect(diagnostics[0]?.message).toContain(message);
    expect(resolution?.snapshot).toBeUndefined();
    expect(inspect(diagnostics)).not.toContain("my-secret-key-1");
  });
}

/** The file with one sign of its payload exchanged. */
function changed(text: string): string {
  const lines = text.split("\n");
  const last = lines.length - 3;
  lines[last] = (lines[last] ?? "").replace(/^./, (sign) => (sign === "A" ? "B" : "A"));
  return lines.join("\n");
}
