import { expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryFiles, diskFiles } from "@slipway/core";
import { textOf } from "../../cascade/reading.ts";
import type { VaultLocation } from "../../contract/contract.ts";
import { contractOf } from "../../testing/contract.ts";
import { vaultSetup } from "./from-environment.ts";
import { openVault } from "./open.ts";

const setup = (location: VaultLocation, env: Record<string, string>, files: Record<string, string> = {}) =>
  vaultSetup(location, env, createMemoryFiles(files));

test("without an address there is no Vault", () => {
  expect(setup({ mount: "kv" }, {})).toBeUndefined();
});

test("the settings file says where it is, and the variables of Vault and of OpenBao count more", () => {
  const location = { address: "https://one/", namespace: "a", mount: "kv", kv: 1, timeout: "3s" } as const;
  expect(setup(location, {})).toMatchObject({
    server: { address: "https://one", namespace: "a" },
    options: { mount: "kv", kv: 1, timeout: 3000 },
  });
  expect(setup(location, { VAULT_ADDR: "https://two", VAULT_NAMESPACE: "b" })?.server).toEqual({
    address: "https://two",
    namespace: "b",
  });
  expect(setup(location, { BAO_ADDR: "https://three" })?.server.address).toBe("https://three");
});

test("a token comes from its variable, the file of its variable, or the file of `vault login`", () => {
  const tokenOf = (env: Record<string, string>, files: Record<string, string>): string => {
    const login = setup({ address: "http://v" }, env, files)?.login;
    return login?.method === "token" ? login.token() : "";
  };
  const files = { "/home/me/.vault-token": "of-login\n", "/run/token": "of-file\n" };
  expect(tokenOf({ VAULT_TOKEN: "of-variable", VAULT_TOKEN_FILE: "/run/token" }, files)).toBe("of-variable");
  expect(tokenOf({ VAULT_TOKEN_FILE: "/run/token" }, files)).toBe("of-file");
  expect(tokenOf({}, files)).toBe("of-login");
  expect(() => tokenOf({}, {})).toThrow("VAULT_TOKEN is not set, and /home/me/.vault-token is not there");
});

test("a token that is set counts more than another login of the settings file, the file of `vault login` does not", () => {
  const location = { address: "http://v", auth: "approle" } as const;
  expect(setup(location, { VAULT_TOKEN: "t", VAULT_ROLE_ID: "r" })?.login.method).toBe("token");
  expect(setup(location, { VAULT_ROLE_ID: "r" }, { "/home/me/.vault-token": "t\n" })?.login.method).toBe("approle");
});

test("AppRole, JWT and Kubernetes take what they need, each at its own mount", () => {
  const env = { VAULT_ROLE_ID: "r", VAULT_SECRET_ID_FILE: "/s" };
  const approle = setup({ address: "http://v", auth: "approle", auth_mount: "apps" }, env, {
    "/s": "secret-id\n",
  })?.login;
  expect(approle?.method === "approle" && [approle.mount, approle.roleId(), approle.secretId()]).toEqual([
    "apps",
    "r",
    "secret-id",
  ]);
  const account = "/var/run/secrets/kubernetes.io/serviceaccount/token";
  const pod = setup({ address: "http://v", auth: "kubernetes", role: "web" }, {}, { [account]: "of-the-pod" })?.login;
  expect(pod?.method === "kubernetes" && [pod.mount, pod.role, pod.jwt()]).toEqual(["kubernetes", "web", "of-the-pod"]);
  const jwt = setup({ address: "http://v", auth: "jwt", role: "ci" }, { VAULT_JWT: "e.y.J" })?.login;
  expect(jwt?.method === "jwt" && jwt.jwt()).toBe("e.y.J");
});

test("a timeout that is none and a certificate authority that is not there are told", () => {
  expect(() => setup({ address: "http://v", timeout: "soon" }, {})).toThrow('vault.timeout: "soon" is no span of time');
  expect(() => setup({ address: "http://v", ca: "/ca.pem" }, {})).toThrow("cannot read /ca.pem: there is no such file");
});

test("a server under a certificate authority of one's own is trusted when that is named, and only then", async () => {
  const root = mkdtempSync(join(tmpdir(), "slipway-vault-tls-"));
  const [keyFile, ca] = [join(root, "key.pem"), join(root, "ca.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", keyFile];
  const made = Bun.spawnSync(["openssl", "req", "-x509", ...key, "-days", "2", ...subject, "-out", ca]);
  expect(made.exitCode).toBe(0);
  const namespaces: (string | undefined)[] = [];
  const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(ca) }, (request, response) => {
    namespaces.push(request.headers["x-vault-namespace"] as string | undefined);
    response.end(JSON.stringify({ data: { data: { TOKEN: "over tls" } } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `https://127.0.0.1:${(server.address() as { port: number }).port}`;
  const { settings } = await contractOf("settings: { TOKEN: { secret: true, vault: { path: x } } }");
  const read = async (env: Record<string, string>) => {
    const open = { location: { namespace: "team/a" }, files: diskFiles, settingsFile: "/s" };
    const vault = openVault({ ...open, env: { VAULT_ADDR: address, VAULT_TOKEN: "a-token-of-root", ...env } });
    return vault?.provider.read([...settings.values()]);
  };
  try {
    const trusted = await read({ VAULT_CACERT: ca });
    expect(trusted?.found.map(({ value }) => textOf(value))).toEqual(["over tls"]);
    expect(new Set(namespaces)).toEqual(new Set(["team/a"]));
    const untrusted = await read({});
    expect(untrusted?.failed.map(({ message }) => message)).toEqual([
      "cannot be reached: its certificate is not trusted",
    ]);
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(root, { recursive: true });
  }
});
