import { afterEach, beforeEach, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker } from "../rig/docker.ts";
import * as rig from "../rig/index.ts";
import { type Ran, run } from "../rig/process.ts";
import { leakLines } from "./leak-lines.ts";
import { slipwayArgv } from "./program.ts";

const count = 200;
/** Half of them as they are generated, half with everything that some format has to escape. */
const secrets = Array.from({ length: count }, (_, number) => {
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString("hex");
  return { key: `S${number}`, value: number % 2 === 0 ? `Zq${random}` : `q"${random}'$&/+ é\\${number}` };
});
const seenBy = (number: number): readonly string[] => (number < 100 ? ["web"] : number < 150 ? ["db"] : []);
const isFile = (number: number): boolean => number < 10;

const contract = `settings:
  PLAIN: { default: shown, services: [web] }
${secrets
  .map(({ key }, number) => {
    const deliver = isFile(number) ? ", deliver: file" : "";
    return `  ${key}: { secret: true${deliver}, services: [${seenBy(number).join(", ")}] }\n`;
  })
  .join("")}  URL: { type: url, secret: true, value: "db://u:\${S0}@db", services: [web] }
`;

/** The services print what they were given, and one fails with it in its last lines. */
const compose = (name: string): string => `name: ${name}
services:
  web:
    image: busybox:1.36
    stop_signal: SIGKILL
    command: [sh, -c, "env; cat /run/secrets/*; sleep 600"]
    healthcheck: { test: [CMD, "true"], interval: 1s }
    ports: ["127.0.0.1::80"]
  db:
    image: busybox:1.36
    stop_signal: SIGKILL
    environment: { PASSWORD: "\${S100}", BOTH: "x\${S101}y" }
    command: [sh, -c, "env; sleep 600"]
    post_start: [{ command: [sh, -c, "env"] }]
    develop: { watch: [{ path: ./watched, action: sync, target: /watched }] }
  fails:
    image: busybox:1.36
    profiles: [broken]
    stop_signal: SIGKILL
    environment: { PASSWORD: "\${S102}" }
    command: [sh, -c, "env; exec sleep 600"]
    healthcheck: { test: [CMD-SHELL, "env; false"], interval: 100ms, retries: 1 }
  hook:
    image: busybox:1.36
    profiles: [broken]
    stop_signal: SIGKILL
    environment: { PASSWORD: "\${S103}" }
    command: sleep 600
    post_start: [{ command: [sh, -c, "env; exit 4"] }]
  built:
    profiles: [broken]
    build: { context: ., dockerfile_inline: "FROM busybox:1.36\\nARG P\\nRUN echo $$P && false\\n", args: { P: "\${S104}" } }
`;

let name = "";
let folder = "";
let host = "";
let env: Record<string, string> = {};
let engine: Awaited<ReturnType<typeof rig.engine>> | undefined;

beforeEach(async () => {
  name = `leaks-${randomBytes(4).toString("hex")}`;
  engine = await rig.engine();
  ({ host } = engine);
  folder = await mkdtemp(join(tmpdir(), "slipway-leaks-"));
  env = { DOCKER_HOST: host, SLIPWAY_SECRET_KEY: "the key of this test" };
  await writeFile(join(folder, "slipway.settings.yaml"), contract);
  await writeFile(join(folder, "compose.yaml"), compose(name));
  const quote = (text: string): string => `"${text.replace(/[\\"$]/g, "\\$&")}"`;
  const lines = secrets.map(({ key, value }) => `${key}=${quote(value)}\n`).join("");
  await writeFile(join(folder, ".slipway.secrets.env"), lines, { mode: 0o600 });
});
afterEach(async () => {
  await slipway("--profile", "*", "down", "-v", "-t", "0", "--rmi", "local");
  await rm(folder, { recursive: true });
  await engine?.[Symbol.asyncDispose]();
});

function slipway(...argv: readonly string[]): Promise<Ran> {
  return run([...slipwayArgv(), ...argv], { cwd: folder, env, timeout: 60_000 });
}

/** Every form in which a text could be read back, short of cutting it up. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    // The first and last letters depend on what stands beside it.
    return text.slice(shift === 0 ? 0 : 4, -4);
  });
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), bytes.toString("hex"), ...base64];
}

const forms = secrets.map(({ key, value }) => ({ key, texts: formsOf(value) }));

function leaksIn(text: string): readonly string[] {
  return forms.filter(({ texts }) => texts.some((form) => text.includes(form))).map(({ key }) => key);
}

test("no command, format or failure shows one of 200 secrets; what Slipway writes and tells the engine holds only what it must", async () => {
  const found: string[] = [];
  const wrong: string[] = [];
  for (const [command, variants] of Object.entries(leakLines)) {
    for (const line of variants) {
      const fails = line.startsWith("!");
      const { code, stdout, stderr } = await slipway(...line.replace("!", "").split(" "));
      const printed = `${stdout}${stderr}`;
      const leaks = leaksIn(printed);
      if (leaks.length > 0) found.push(`${line}: ${leaks.slice(0, 5).join(" ")}`);
      if (command !== "setup" && fails === (code === 0))
        wrong.push(`${line} ended with ${code}: ${stderr.slice(0, 300)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(found).toEqual([]);
  const client = docker(host);
  expect((await slipway("up", "-d", "--force-recreate")).code).toBe(0);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === ".slipway.secrets.env" || entry.name === "fs.tar") continue;
    const file = join(entry.parentPath, entry.name);
    expect([file, leaksIn(await readFile(file, "utf8"))]).toEqual([file, []]);
  }
  const label = ["--filter", `label=com.docker.compose.project=${name}`, "--quiet"];
  for (const id of (await client.must(["ps", "--all", ...label])).trim().split("\n")) {
    const [inspect] = JSON.parse(await client.must(["inspect", id])) as [
      { Config: { Env: string[]; Labels: Record<string, string> } },
    ];
    const service = inspect.Config.Labels["com.docker.compose.service"] ?? "";
    const own = inspect.Config.Env.join("\n");
    const entitled = secrets
      .filter((_, number) => seenBy(number).includes(service) && !isFile(number))
      .map(({ key }) => key);
    // S0 is a part of the URL that web sees; two services get one because their Compose file says so.
    const told = { web: "S0", fails: "S102", hook: "S103" }[service];
    expect(leaksIn(own).filter((key) => !entitled.includes(key) && key !== told)).toEqual([]);
    expect(entitled.filter((key) => !leaksIn(own).includes(key))).toEqual([]);
    const rest = JSON.stringify({ ...inspect, Config: { ...inspect.Config, Env: [] } });
    // The engine keeps what the health check of one of them prints.
    expect(leaksIn(rest).filter((key) => key !== told)).toEqual([]);
  }
  for (const kind of ["network", "volume"]) {
    const ids = (await client.must([kind, "ls", ...label])).split("\n").filter((id) => id !== "");
    if (ids.length > 0) expect(leaksIn(await client.must([kind, "inspect", ...ids]))).toEqual([]);
  }
}, 600_000);
