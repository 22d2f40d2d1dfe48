import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskFiles } from "@slipway/core";
import { armor, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { withSecrets } from "../secrets-file/text.ts";
import { type FilledSource, providerSuite } from "../testing/provider-suite.ts";
import { vaultServers } from "../testing/vault-server.ts";
import { ageProvider } from "./age.ts";
import { dotenvProvider } from "./dotenv.ts";
import { environmentProvider } from "./environment.ts";
import { valueFilesProvider } from "./value-files.ts";
import { vaultProvider } from "./vault/provider.ts";
import { createVaultSession } from "./vault/session.ts";

type Values = Readonly<Record<string, string>>;

const nobody = async (): Promise<boolean> => false;

/** A folder that is gone at the end of the test. */
function folder(): string {
  return mkdtempSync(join(tmpdir(), "slipway-provider-"));
}

await providerSuite("environment", async (values) => ({
  provider: environmentProvider(values),
  async [Symbol.asyncDispose]() {},
}));

await providerSuite("files named by KEY_FILE", async (values) => {
  const root = folder();
  const env: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) {
    env[`${key}_FILE`] = join(root, key);
    writeFileSync(join(root, key), `${value}\n`);
  }
  return {
    provider: valueFilesProvider(env, diskFiles, nobody),
    damage: async () => rmSync(root, { recursive: true }),
    [Symbol.asyncDispose]: async () => rmSync(root, { recursive: true, force: true }),
  };
});

for (const source of ["dotenv", "secrets-file"] as const) {
  await providerSuite(`${source}`, async (values: Values): Promise<FilledSource> => {
    const root = folder();
    const path = join(root, ".env");
    writeFileSync(path, withSecrets(undefined, values));
    return {
      provider: dotenvProvider({
        path,
        name: ".env",
        source,
        env: { HOME: "/home/me" },
        files: diskFiles,
        isTracked: nobody,
      }),
      async damage() {
        rmSync(path);
        mkdirSync(path);
      },
      [Symbol.asyncDispose]: async () => rmSync(root, { recursive: true }),
    };
  });
}

await providerSuite("a file encrypted with age", async (values) => {
  const root = folder();
  const path = join(root, ".slipway.secrets.age");
  const identity = await generateX25519Identity();
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  writeFileSync(path, armor.encode(await encrypter.encrypt(withSecrets(undefined, values))));
  return {
    provider: ageProvider({
      path,
      name: ".slipway.secrets.age",
      env: { SLIPWAY_AGE_IDENTITY: identity },
      files: diskFiles,
    }),
    async damage() {
      const text = readFileSync(path, "utf8");
      writeFileSync(path, text.slice(0, text.length / 2));
    },
    [Symbol.asyncDispose]: async () => rmSync(root, { recursive: true }),
  };
});

for (const [name, start] of vaultServers) {
  for (const kv of [1, 2] as const) {
    await providerSuite(`KV ${kv} of ${name}`, async (values) => {
      const vault = await start();
      if (kv === 2) await vault.api("POST", "secret/data/suite/all", { data: values });
      else await vault.api("POST", "old/suite/all", values);
      const login = { method: "token", token: () => vault.rootToken } as const;
      const session = createVaultSession({ address: vault.address }, login);
      return {
        provider: vaultProvider(session, { mount: kv === 2 ? "secret" : "old", kv, timeout: 20_000 }),
        damage: () => vault.seal(),
        [Symbol.asyncDispose]: () => vault[Symbol.asyncDispose](),
      };
    });
  }
}
