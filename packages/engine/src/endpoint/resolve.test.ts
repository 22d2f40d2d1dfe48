import { afterAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connectEngine } from "../connect.ts";
import { resolveEndpoint } from "./resolve.ts";

const root = mkdtempSync(join(tmpdir(), "slipway-endpoint-"));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;

test("an explicit host wins over everything", () => {
  const env = configured({ currentContext: "far" }, { far: { Host: "tcp://far:1" } });
  const { endpoint } = connectEngine({
    env: { ...env, DOCKER_HOST: "unix:///b.sock" },
    host: "unix:///a.sock",
    context: "far",
  });
  expect(endpoint).toEqual({ address: "unix:///a.sock", from: "--host", remote: false });
});

test("an explicit context wins over DOCKER_HOST", () => {
  const env = configured({}, { far: { Host: "tcp://far:1" } });
  const { endpoint } = connectEngine({ env: { ...env, DOCKER_HOST: "unix:///b.sock" }, context: "far" });
  expect(endpoint).toEqual({ address: "tcp://far:1", from: "--context far", remote: true });
});

test("DOCKER_HOST wins over DOCKER_CONTEXT, which wins over the current context", () => {
  const env = configured({ currentContext: "one" }, { one: { Host: "tcp://one:1" }, two: { Host: "tcp://two:1" } });
  expect(resolveEndpoint({ env: { ...env, DOCKER_HOST: "tcp://h:1", DOCKER_CONTEXT: "two" } }).from).toBe(
    "DOCKER_HOST",
  );
  expect(resolveEndpoint({ env: { ...env, DOCKER_CONTEXT: "two" } })).toMatchObject({
    address: "tcp://two:1",
    from: "DOCKER_CONTEXT=two",
  });
  expect(resolveEndpoint({ env })).toMatchObject({ address: "tcp://one:1", from: 'context "one"' });
});

test("a rootless socket is found when nothing is configured", () => {
  const env = configured({ currentContext: "default" }, {});
  const socket = write(join(root, "run", "podman/podman.sock"), "");
  const found = resolveEndpoint({ env: { ...env, XDG_RUNTIME_DIR: join(root, "run"), HOME: root } }).address;
  // A machine with an engine of its own has that one first.
  expect([`unix://${socket}`, "unix:///var/run/docker.sock", "unix:///run/podman/podman.sock"]).toContain(found);
});

test("a context that does not exist is told with what named it", () => {
  const env = configured({ currentContext: "gone" }, {});
  expect(() => connectEngine({ env })).toThrow('there is no docker context "gone" (from context "gone")');
});

test("TLS material comes from the context, and from DOCKER_CERT_PATH for a host", () => {
  const env = configured({}, { far: { Host: "tcp://far" } }, { far: "ca" });
  expect(resolveEndpoint({ env, context: "far" }).target).toMatchObject({ host: "far", port: 2376, tls: { ca: "ca" } });
  const certs = dirname(write(join(root, "certs", "key.pem"), "k"));
  const host = { DOCKER_HOST: "tcp://h", DOCKER_TLS_VERIFY: "1" };
  expect(resolveEndpoint({ env: { ...host, DOCKER_CERT_PATH: certs } }).target).toMatchObject({ tls: { key: "k" } });
  expect(() => resolveEndpoint({ env: { ...host, DOCKER_CERT_PATH: join(root, "none") } })).toThrow(
    expect.objectContaining({ code: "ENGINE_TLS_MATERIAL" }),
  );
});

test.each([
  [
    "ssh://me@build:2222",
    "ENGINE_SSH_UNSUPPORTED",
    "ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock me@build -p 2222",
  ],
  ["npipe:////./pipe/docker_engine", "ENGINE_NPIPE_UNSUPPORTED", "WSL 2"],
  ["unix://relative.sock", "ENGINE_BAD_ADDRESS", "unix:///"],
  ["ftp://x", "ENGINE_BAD_ADDRESS", "tcp://host:port"],
  ["tcp://host:port", "ENGINE_BAD_ADDRESS", "tcp://host:port"],
])("%s is refused with a cure", (address, code, cure) => {
  expect(() => connectEngine({ env: {}, host: address })).toThrow(
    expect.objectContaining({ code, hint: expect.stringContaining(cure) }),
  );
});

test.each([
  ["tcp://h", "h", 2375],
  ["http://h:80", "h", 80],
  ["tcp://[::1]:99", "::1", 99],
  ["h:2000", "h", 2000],
])("%s is an address", (address, host, port) => {
  expect(resolveEndpoint({ env: {}, host: address }).target).toMatchObject({ kind: "tcp", host, port, tls: undefined });
});

test("a broken config.json is told with its path", () => {
  const file = write(join(root, "broken", "config.json"), "{");
  expect(() => connectEngine({ env: { DOCKER_CONFIG: dirname(file) } })).toThrow(
    `cannot read the docker configuration ${file}: it is not valid JSON`,
  );
});

function configured(
  config: object,
  contexts: Record<string, object>,
  cas: Record<string, string> = {},
): { DOCKER_CONFIG: string } {
  const directory = join(root, String(made++));
  const id = (name: string): string => createHash("sha256").update(name).digest("hex");
  write(join(directory, "config.json"), JSON.stringify(config));
  for (const [name, docker] of Object.entries(contexts)) {
    write(
      join(directory, "contexts/meta", id(name), "meta.json"),
      JSON.stringify({ Name: name, Endpoints: { docker } }),
    );
  }
  for (const [name, ca] of Object.entries(cas)) write(join(directory, "contexts/tls", id(name), "docker/ca.pem"), ca);
  return { DOCKER_CONFIG: directory };
}

function write(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
