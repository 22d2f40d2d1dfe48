import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { type LoadOptions, loadSettings } from "./load.ts";
import { ensureSecrets } from "./secrets-file/ensure.ts";
import { type TestVault, vaultServers } from "./testing/vault-server.ts";

const contract = (timeout: string): string => `environments:
  test: { secrets: [vault, secrets-file] }
vault: { timeout: ${timeout}, auth: approle }
settings:
  PORT: { type: port, default: 8080 }
  FIRST: { secret: true, vault: { path: shop/one, field: a } }
  SECOND: { secret: true, vault: { path: shop/two, field: b } }
  DYNAMIC: { secret: true, vault: { mount: leased, path: creds/app, field: password, raw: true } }
  LOCAL: { secret: true }
  URL: { secret: true, type: url, value: "db://u:\${FIRST}@h:\${PORT}" }
`;
const right = { FIRST: "first-right-value", SECOND: "second-right-value", LOCAL: "local-right-value" };
/** Faults that last until the deadline. */
const lasting = ["every answer is 500", "no answer comes", "503 in the middle", "an answer cut in half"];
const patience = (title: string): Partial<LoadOptions> => (lasting.includes(title) ? { file: "impatient.yaml" } : {});
/** Values of a lower source, which must never answer for a higher one that is away. */
const wrong = { FIRST: "first-wrong-value", SECOND: "second-wrong-value" };

for (const [name, start] of vaultServers) {
  describe(`faults with ${name}`, () => {
    let vault: TestVault;
    let folder: string;
    let env: Record<string, string>;
    beforeAll(async () => {
      vault = await start();
      folder = mkdtempSync(join(tmpdir(), "slipway-faults-"));
      writeFileSync(join(folder, "slipway.settings.yaml"), contract("30s"));
      // For what never gets better: it is not worth a wait.
      writeFileSync(join(folder, "impatient.yaml"), contract("500ms"));
      await vault.api("POST", "secret/data/shop/one", { data: { a: right.FIRST } });
      await vault.api("POST", "secret/data/shop/two", { data: { b: right.SECOND } });
      const policy = `path "secret/data/shop/*" { capabilities = ["read"] }\npath "leased/creds/*" { capabilities = ["read"] }`;
      await vault.api("PUT", "sys/policies/acl/shop", { policy });
      await vault.api("POST", "sys/auth/approle", { type: "approle" });
      await vault.api("POST", "auth/approle/role/shop", { token_policies: ["shop"] });
      const role = (await vault.api("GET", "auth/approle/role/shop/role-id")) as { data: { role_id: string } };
      const secret = (await vault.api("POST", "auth/approle/role/shop/secret-id")) as { data: { secret_id: string } };
      env = { VAULT_ADDR: vault.address, VAULT_ROLE_ID: role.data.role_id, VAULT_SECRET_ID: secret.data.secret_id };
    }, 60_000);
    afterEach(() => vault.intercept(undefined));
    afterAll(async () => {
      rmSync(folder, { recursive: true });
      await vault[Symbol.asyncDispose]();
    });

    const secretsFile = (): string => join(folder, ".slipway.secrets.env");
    function writeSecrets(values: Readonly<Record<string, string>>): void {
      const lines = Object.entries(values).map(([key, value]) => `${key}=${value}\n`);
      writeFileSync(secretsFile(), lines.join(""), { mode: 0o600 });
    }
    async function load(more: Partial<LoadOptions> = {}): ReturnType<typeof loadSettings> {
      return loadSettings({ cwd: folder, env, environment: "test", ...more });
    }

    /** The settings are whole and right, or there are none and it is told why; nothing told holds a secret. */
    async function wholeOrNothing(more: Partial<LoadOptions> = {}): Promise<"whole" | "nothing"> {
      const { resolution, diagnostics } = await load(more);
      const told = inspect([diagnostics, resolution?.outcomes], { depth: 9 });
      for (const value of [...Object.values(right), ...Object.values(wrong), env["VAULT_SECRET_ID"] ?? ""]) {
        expect(told).not.toContain(value);
      }
      const values = resolution?.snapshot?.variables();
      if (values === undefined) {
        expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
        return "nothing";
      }
      expect(values).toEqual({
        ...right,
        PORT: "8080",
        DYNAMIC: expect.stringMatching(/^leased-password-\d+$/),
        URL: `db://u:${right.FIRST}@h:8080`,
      });
      return "whole";
    }

    test("without a fault all is whole and right, whatever lower sources say", async () => {
      writeSecrets({ ...wrong, LOCAL: right.LOCAL });
      expect(await wholeOrNothing()).toBe("whole");
    });

    const faults: readonly [title: string, act: (request: Request, nth: number) => Promise<Response | undefined>][] = [
      ["every answer is 500", async () => new Response("{}", { status: 500 })],
      ["every answer is a page of some proxy", async () => new Response("<html>", { status: 200 })],
      ["no answer comes", () => new Promise(() => undefined)],
      [
        "403 in the middle",
        async (_, nth) => (nth > 2 ? Response.json({ errors: ["permission denied"] }, { status: 403 }) : undefined),
      ],
      [
        "503 in the middle",
        async (_, nth) => (nth > 2 ? Response.json({ errors: ["Vault is sealed"] }, { status: 503 }) : undefined),
      ],
      [
        "an answer cut in half",
        async (_, nth) => (nth === 3 ? new Response('{"data":{"data":{"a":"first-ri') : undefined),
      ],
      [
        "an answer of another shape",
        async (_, nth) => (nth === 2 ? Response.json({ data: { data: ["first"] } }) : undefined),
      ],
      [
        "a path that is not there",
        async (request) =>
          request.url.includes("shop/one") ? Response.json({ errors: [] }, { status: 404 }) : undefined,
      ],
      [
        "a login that is refused",
        async (request) =>
          request.url.includes("login") ? Response.json({ errors: ["x"] }, { status: 400 }) : undefined,
      ],
    ];
    for (const [title, act] of faults) {
      test(`${title}: nothing is given`, async () => {
        // Of the keys that lie in Vault the lower source has none: a path that is gone must not be answered from anywhere.
        writeSecrets({ LOCAL: right.LOCAL });
        let nth = 0;
        vault.intercept((request) => act(request, ++nth));
        expect(await wholeOrNothing(patience(title))).toBe("nothing");
      });
    }

    for (const [title, act] of faults.filter(
      ([of]) => of !== "a path that is not there" && of !== "an answer of another shape",
    )) {
      test(`${title}: no lower source answers in Vault's place`, async () => {
        writeSecrets({ ...wrong, LOCAL: right.LOCAL });
        let nth = 0;
        vault.intercept((request) => act(request, ++nth));
        expect(await wholeOrNothing(patience(title))).toBe("nothing");
      });
    }

    test("what passes within the deadline does no harm", async () => {
      writeSecrets({ LOCAL: right.LOCAL });
      let nth = 0;
      vault.intercept(async () => (nth++ % 2 === 0 ? new Response("{}", { status: 502 }) : undefined));
      expect(await wholeOrNothing()).toBe("whole");
    });

    test("a sealed server gives nothing, and all again when it is unsealed", async () => {
      writeSecrets({ ...wrong, LOCAL: right.LOCAL });
      await vault.seal();
      expect(await wholeOrNothing()).toBe("nothing");
      await vault.unseal();
      expect(await wholeOrNothing()).toBe("whole");
    });

    test("a server that is gone gives nothing", async () => {
      writeSecrets({ ...wrong, LOCAL: right.LOCAL });
      expect(await wholeOrNothing({ env: { ...env, VAULT_ADDR: "http://127.0.0.1:1" }, file: "impatient.yaml" })).toBe(
        "nothing",
      );
    });

    test("a secrets file that is cut anywhere gives the whole or nothing, never a part of a value", async () => {
      const text = `OTHER='x'\nLOCAL="${right.LOCAL}"\n`;
      for (let length = 0; length <= text.length; length++) {
        writeFileSync(secretsFile(), text);
        truncateSync(secretsFile(), length);
        // The line end behind the closing quote is not part of the value.
        expect(await wholeOrNothing()).toBe(length >= text.length - 1 ? "whole" : "nothing");
      }
    });

    test("making secrets while Vault is away makes none in the place of those that lie there", async () => {
      writeSecrets({});
      await vault.seal();
      const ensured = await ensureSecrets({ cwd: folder, env, environment: "test" });
      await vault.unseal();
      expect(ensured.made).toEqual(["LOCAL"]);
      const kept = readFileSync(secretsFile(), "utf8");
      expect(kept).not.toContain("FIRST");
      await ensureSecrets({ cwd: folder, env, environment: "test" });
      expect(readFileSync(secretsFile(), "utf8")).toBe(kept);
    });
  });
}
