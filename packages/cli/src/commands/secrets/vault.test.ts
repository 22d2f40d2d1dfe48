import { expect, test } from "bun:test";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../cli.ts";
import { fakeContext } from "../../testing/fake-context.ts";

/** A real Vault server; the rig builds one where it can. The stand-in is for the library's own tests. */
const program = process.env["SLIPWAY_TEST_VAULT"];

const contract = `settings:
  DB_PASSWORD: { secret: true, vault: { path: shop/db, field: password } }
  DB_USER: { secret: true, vault: { path: shop/db, field: user } }
  API_TOKEN: { secret: true, vault: { path: shop/api } }
  PORT: { type: port, default: 8080 }
environments:
  development: { secrets: [vault, secrets-file] }
vault: { auth: approle }
`;

const mine = "DB_PASSWORD='pass word of the shop'\nDB_USER='shop-user-1'\nAPI_TOKEN='token-of-the-api'\n";

async function startVault(): Promise<AsyncDisposable & { address: string; root: string; post: Post }> {
  const child = Bun.spawn([program ?? ""], { stdout: "pipe", stderr: "ignore" });
  let said = "";
  for await (const chunk of child.stdout) {
    said += new TextDecoder().decode(chunk);
    if (said.includes("\n")) break;
  }
  const address = said.trim();
  let root = "";
  const post: Post = async (path, body, method = "POST") => {
    const headers = { "X-Vault-Token": root };
    const answer = await fetch(`${address}/v1/${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text === "" ? {} : JSON.parse(text);
  };
  const { keys, root_token } = (await post("sys/init", { secret_shares: 1, secret_threshold: 1 }, "PUT")) as {
    keys: string[];
    root_token: string;
  };
  await post("sys/unseal", { key: keys[0] }, "PUT");
  root = root_token;
  return {
    address,
    root,
    post,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
    },
  };
}

type Post = (path: string, body: object, method?: string) => Promise<Record<string, unknown>>;

test.skipIf(program === undefined)(
  "a project's secrets go into Vault, are read from there with a login that sees nothing else, and come back",
  async () => {
    await using vault = await startVault();
    const folder = await mkdtemp(join(tmpdir(), "slipway-vault-"));
    const secretsFile = join(folder, ".slipway.secrets.env");
    const outputs: string[] = [];
    const run = async (line: string, login: Record<string, string>) => {
      const env = { VAULT_ADDR: vault.address, SLIPWAY_SECRET_KEY: "k", PATH: process.env["PATH"], ...login };
      const context = fakeContext({ cwd: folder, env });
      const code = await runCli(line.split(" "), context);
      outputs.push(context.out(), context.err());
      return { code, out: context.out(), err: context.err() };
    };
    try {
      await writeFile(join(folder, "slipway.settings.yaml"), contract);
      await writeFile(secretsFile, mine, { mode: 0o600 });
      const root = { VAULT_TOKEN: vault.root };

      const policy = await run("secrets init-vault --role shop --dry-run", root);
      expect(policy.out).toContain('path "secret/data/shop/db"');
      const made = await run("secrets init-vault --role shop", root);
      expect(made).toMatchObject({ code: 0, err: "" });
      const roleId = /VAULT_ROLE_ID=(\S+)/.exec(made.out)?.[1] ?? "";
      const { data } = (await vault.post("auth/approle/role/shop/secret-id", {})) as { data: { secret_id: string } };
      const login = { VAULT_ROLE_ID: roleId, VAULT_SECRET_ID: data.secret_id };

      const dry = await run("secrets push --dry-run", root);
      expect(dry.out).toMatch(/^DB_PASSWORD +secret\/shop\/db#password +would be written$/m);
      expect(await run("secrets push", root)).toMatchObject({ code: 0, err: "" });
      expect((await run("secrets push", root)).out).toMatch(/^API_TOKEN +secret\/shop\/api#API_TOKEN +is there$/m);

      // The role of the project reads what the project needs, and may not write it.
      await rm(secretsFile);
      const explained = await run("env explain DB_PASSWORD", login);
      expect(explained.out).toMatch(/won +Vault secret\/data\/shop\/db#password version 1/);
      await writeFile(secretsFile, mine.replace("token-of-the-api", "another-api-token"), { mode: 0o600 });
      expect((await run("secrets push --force", login)).err).toContain("SETTINGS_SOURCE_FAILED");
      expect(await run("secrets push", root)).toMatchObject({ code: 1 });
      expect(await run("secrets push --force", root)).toMatchObject({ code: 0 });

      await rm(secretsFile);
      expect(await run("secrets pull", login)).toMatchObject({ code: 0 });
      expect(await readFile(secretsFile, "utf8")).toContain("another-api-token");
      for (const text of ["pass word of the shop", "token-of-the-api", "another-api-token", vault.root, data.secret_id])
        expect(outputs.join("")).not.toContain(text);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
