import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TemporaryProject, temporaryProject } from "../../testing/temporary-project.ts";

/** A provider that records how it is called and answers what a file beside it says; it knows what its metadata tells, nothing else. */
const provider = `#!/bin/sh
here=$(dirname "$0")
if [ "$1 $2" = "compose metadata" ]; then cat "$here/metadata"; exit; fi
echo "$*" >> "$here/calls"
case "$3" in
  up) cat "$here/answer"; exit $(cat "$here/code") ;;
  down) echo '{"type":"info","message":"given back"}' ;;
  stop) ;;
  *) echo "unknown $3" >&2; exit 64 ;;
esac
`;

const metadata = JSON.stringify({
  description: "Databases",
  up: { parameters: [{ name: "size", required: true }, { name: "tag" }] },
  down: { parameters: [] },
  stop: { parameters: [] },
});

const file = `services:
  app:
    image: "busybox:1.36"
    stop_signal: SIGKILL
    command: [sh, -c, "echo url $$DATABASE_URL token $$TOKEN; exec sleep infinity"]
    depends_on: [database]
  other: { image: "busybox:1.36", stop_signal: SIGKILL, command: sleep infinity }
  database:
    provider: { type: acme-db, options: { size: 256, tag: [a, b], unknown: x } }
`;

describe("services of providers", () => {
  let demo: TemporaryProject;
  let folder = "";
  const path = process.env.PATH;
  const calls = async (): Promise<string[]> => {
    const text = await readFile(join(folder, "calls"), "utf8").catch(() => "");
    await rm(join(folder, "calls"), { force: true });
    return text.split("\n").filter((line) => line !== "");
  };
  const answers = async (lines: readonly (object | string)[], code = 0): Promise<void> => {
    const text = lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
    await writeFile(join(folder, "answer"), text);
    await writeFile(join(folder, "code"), `${code}`);
  };
  beforeEach(async () => {
    demo = await temporaryProject(file);
    folder = await mkdtemp(join(tmpdir(), "slipway-provider-"));
    process.env.PATH = `${folder}:${path}`;
    await writeFile(join(folder, "acme-db"), provider);
    await chmod(join(folder, "acme-db"), 0o755);
    await writeFile(join(folder, "metadata"), metadata);
    await answers([
      { type: "info", message: "allocating\nmore" },
      { type: "debug", message: "details" },
      { type: "setenv", message: "URL=db://host:1=2" },
      { type: "rawsetenv", message: "TOKEN=abc" },
    ]);
  });
  afterEach(async () => {
    await demo[Symbol.asyncDispose]();
    process.env.PATH = path;
    await rm(folder, { recursive: true });
  });

  test("up asks it, gives what it sets to those that depend on it, and changes nothing while the answer stays", async () => {
    const first = await demo.slipway("up", "-d");
    expect(first).toMatchObject({ code: 0 });
    expect(first.err).toContain("Provider database  allocating\n");
    expect(await calls()).toEqual([`compose --project-name=${demo.name} up --size=256 --tag=a --tag=b database`]);
    expect(await demo.printed("app", "\n")).toBe("url db://host:1=2 token abc\n");
    const plan = await demo.slipway("plan");
    expect(plan.out).toMatch(/> run +provider database +only acme-db knows whether it is there\n\nPlan: 1 to run/);
    expect(await calls()).toEqual([]);
    const again = await demo.slipway("up", "-d");
    expect(again).toMatchObject({ code: 0 });
    expect(again.err).not.toContain("app");
    expect(await calls()).toHaveLength(1);
    await answers([{ type: "setenv", message: "URL=elsewhere" }]);
    expect((await demo.slipway("up", "-d")).err).toContain("app-1  Recreate");
    expect(await demo.printed("app", "\n")).toBe("url elsewhere token\n");
  });

  test("what it set stays where it is not asked, and reaches a one-off command", async () => {
    expect(await demo.slipway("up", "-d")).toMatchObject({ code: 0 });
    await calls();
    const alone = await demo.slipway("up", "-d", "--no-deps", "app");
    expect(alone).toMatchObject({ code: 0 });
    expect(alone.err).not.toContain("Recreate");
    expect(await calls()).toEqual([]);
    const once = await demo.slipway("run", "--rm", "-T", "app", "sh", "-c", "echo $DATABASE_URL");
    expect(once.out).toBe("db://host:1=2\n");
  });

  test("stop and down tell it, down after the containers", async () => {
    expect(await demo.slipway("up", "-d")).toMatchObject({ code: 0 });
    await calls();
    expect(await demo.slipway("stop")).toMatchObject({ code: 0 });
    expect(await calls()).toEqual([`compose --project-name=${demo.name} stop database`]);
    const { err } = await demo.slipway("down", "-t", "0");
    expect(await calls()).toEqual([`compose --project-name=${demo.name} down database`]);
    expect(err.indexOf("app-1  Removed")).toBeLessThan(err.indexOf("Provider database  Removing"));
    expect(err).toContain("Provider database  given back\n");
    await writeFile(join(folder, "metadata"), "");
    expect(await demo.slipway("stop")).toMatchObject({ code: 0 });
    expect(await calls()).toEqual([]);
  });

  test.each([
    [
      "fails with a message",
      [{ type: "error", message: "no credit" }],
      0,
      '`compose up` of the provider "acme-db" failed for the service "database": no credit',
    ],
    [
      "ends with a code",
      [],
      3,
      '`compose up` of the provider "acme-db" failed for the service "database": it exited with 3',
    ],
    [
      "prints what is no message",
      ["plain secret=5"],
      0,
      'the provider "acme-db" of service "database" printed a line that is no message',
    ],
    ["sets a variable without a value", [{ type: "setenv", message: "URL" }], 0, "printed a line that is no message"],
  ])("one that %s ends up before a container is made", async (_, lines, code, message) => {
    await answers(lines, code);
    const { code: exit, err } = await demo.slipway("up", "-d");
    expect(exit).toBe(1);
    expect(err).toContain(message);
    expect(err).toMatch(/ --> compose.yaml:10:15\n/);
    expect(err).not.toContain("secret=5");
    expect((await demo.slipway("ps", "-aq")).out).toBe("");
  });

  test("a required option, the program itself and a path are missed before anything is done", async () => {
    await demo.write("compose.yaml", `name: ${demo.name}\n${file.replace("size: 256, ", "")}`);
    expect((await demo.slipway("up", "-d")).err).toContain('of service "database" needs "size"');
    await demo.write("compose.yaml", `name: ${demo.name}\n${file.trimEnd()}\n    depends_on: [other]\n`);
    expect((await demo.slipway("plan")).err).toContain(
      'warning[STACK_PROVIDER_EARLY]: the provider of service "database" does not wait for other\n  --> compose.yaml:11:17',
    );
    await demo.write("compose.yaml", `name: ${demo.name}\n${file.replace("acme-db", "acme-cache")}`);
    expect((await demo.slipway("up", "-d")).err).toContain(
      'neither a docker plugin "docker-acme-cache" nor a program "acme-cache" on the PATH',
    );
    await demo.write("compose.yaml", `name: ${demo.name}\n${file.replace("acme-db", "./acme-db")}`);
    const { err } = await demo.slipway("up", "-d");
    expect(err).toContain(
      'error[STACK_PROVIDER_TYPE]: "./acme-db" of service "database" cannot be the type of a provider\n',
    );
    expect((await demo.slipway("ps", "-aq")).out).toBe("");
    expect(await calls()).toEqual([]);
  });

  test("a variable of the file that it sets to another value is told, with its place", async () => {
    await demo.write(
      "compose.yaml",
      `name: ${demo.name}\n${file.replace("depends_on: [", "environment: { TOKEN: mine }\n    depends_on: [")}`,
    );
    const { err } = await demo.slipway("up", "-d");
    expect(err).toContain(
      'the provider of "database" sets TOKEN of service "app" to another value than this file\n --> compose.yaml:7:27',
    );
    expect(await demo.printed("app", "\n")).toContain("token abc");
  });
});

/** Stands in for Docker Model Runner, which downloads models: it knows the four commands that are used, and no others. */
const modelRunner = `#!/bin/sh
here=$(dirname "$0")
echo "$*" >> "$here/calls"
case "$1" in
  ls) cat "$here/models" ;;
  pull) echo '[{"id":"1","tags":["'$2'"]}]' > "$here/models" ;;
  configure) ;;
  status) echo '{"running":true,"endpoint":"http://172.17.0.1:12434/engines/v1/"}' ;;
  *) exit 64 ;;
esac
`;

describe("models", () => {
  test("are pulled once, configured, and their address given to the services that use them", async () => {
    const config = await mkdtemp(join(tmpdir(), "slipway-models-"));
    const before = process.env.DOCKER_CONFIG;
    try {
      const plugins = join(config, "cli-plugins");
      await mkdir(plugins);
      await writeFile(join(plugins, "docker-model"), modelRunner, { mode: 0o755 });
      await writeFile(join(plugins, "models"), "[]");
      await appendFile(join(config, "config.json"), "{}");
      process.env.DOCKER_CONFIG = config;
      const service = (models: string): string =>
        `{ image: "busybox:1.36", stop_signal: SIGKILL, command: [sh, -c, "env | grep -E '_(URL|MODEL)=|^AT=' | sort; echo end; exec sleep infinity"], models: ${models} }`;
      await using demo = await temporaryProject(`services:
  short: ${service("[my-llm]")}
  long: ${service("{ my-llm: { endpoint_var: AT, model_var: THE_MODEL } }")}
models:
  my-llm: { model: ai/smollm2, context_size: 1024, runtime_flags: ["--temp", "0.1"] }
`);
      expect(await demo.slipway("up", "-d")).toMatchObject({ code: 0 });
      const calls = await readFile(join(plugins, "calls"), "utf8");
      expect(calls).toBe(
        "ls --json\npull ai/smollm2\nconfigure --context-size 1024 ai/smollm2 -- --temp 0.1\nstatus --json\n",
      );
      expect(await demo.printed("short", "end\n")).toBe(
        "MY_LLM_MODEL=ai/smollm2\nMY_LLM_URL=http://172.17.0.1:12434/engines/v1/\nend\n",
      );
      expect(await demo.printed("long", "end\n")).toBe(
        "AT=http://172.17.0.1:12434/engines/v1/\nTHE_MODEL=ai/smollm2\nend\n",
      );
      const again = await demo.slipway("up", "-d");
      expect(again.err).not.toContain("Container");
      expect((await readFile(join(plugins, "calls"), "utf8")).match(/pull/g)).toHaveLength(1);
      await rm(join(plugins, "docker-model"));
      expect((await demo.slipway("up", "-d")).err).toMatch(
        /the model "my-llm" needs the docker plugin "docker-model", which is not installed\n --> compose.yaml:6:11/,
      );
    } finally {
      if (before === undefined) delete process.env.DOCKER_CONFIG;
      else process.env.DOCKER_CONFIG = before;
      await rm(config, { recursive: true });
    }
  });
});
