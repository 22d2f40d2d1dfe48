import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../cli.ts";
import { fakeContext } from "../../testing/fake-context.ts";

const file = `name: demo
services:
  web: { image: "nginx:\${TAG:-1.27}", depends_on: [db] }
  db: { image: "postgres:15", volumes: ["data:/data"] }
  tool: { image: "busybox", profiles: [debug] }
  built: { build: ., profiles: [debug, dev] }
volumes: { data: {} }
`;
let cwd = "";

async function config(line: string) {
  const context = fakeContext({ cwd, env: { TAG: "9" } });
  const code = await runCli(["config", ...line.split(" ").filter(Boolean)], context);
  return { code, out: context.out(), err: context.err() };
}

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "slipway-config-"));
  await writeFile(join(cwd, "compose.yaml"), file);
  await writeFile(
    join(cwd, "raw.yaml"),
    `name: raw
services:
  web:
    image: "nginx:\${TAG:-1}"
    command: echo \${A:-x} $$B
    environment: [LIST=1]
    ports: ["80:80"]
    stop_grace_period: 90s
  tool: { image: busybox, profiles: [debug] }
`,
  );
  await writeFile(join(cwd, "steps.yaml"), "services: {web: {build: ./src, env_file: web.env}}");
  await writeFile(join(cwd, "web.env"), "FROM_FILE=a\n");
});
afterAll(() => rm(cwd, { recursive: true }));

describe("config", () => {
  test("prints the project with its variables filled in, as YAML or JSON", async () => {
    expect((await config("")).out).toContain("image: nginx:9\n");
    expect(JSON.parse((await config("--format json")).out).services.web.image).toBe("nginx:9");
  });

  test("prints variables as they stand with --no-interpolate", async () => {
    expect((await config("--no-interpolate")).out).toContain("nginx:${TAG:-1.27}");
  });

  test.each([
    ["-q", ""],
    ["--services", "db\nweb\n"],
    ["--services db", "db\n"],
    ["--volumes", "data\n"],
    ["--networks", "default\n"],
    ["--images", "nginx:9\npostgres:15\n"],
    ["--profiles", "debug\ndev\n"],
  ])("with %s prints %j", async (line, text) => {
    const { code, out, err } = await config(line);
    expect({ code, out: out.split("\n").sort(), err }).toEqual({ code: 0, out: text.split("\n").sort(), err: "" });
  });

  test("prints the variables that interpolation saw with --environment", async () => {
    expect((await config("--environment")).out.split("\n")).toContain("TAG=9");
  });

  test("prints everything as it was written with --no-interpolate: short syntaxes in full, no service left out", async () => {
    expect((await config("-f raw.yaml --no-interpolate")).out).toBe(`name: raw
networks:
  default:
    name: raw_default
services:
  tool:
    image: busybox
    networks:
      default: null
    profiles:
      - debug
  web:
    command: echo \${A:-x} $$B
    environment:
      - LIST=1
    image: nginx:\${TAG:-1}
    networks:
      default: null
    ports:
      - mode: ingress
        protocol: tcp
        published: "80"
        target: 80
    stop_grace_period: 90s
`);
  });

  test("leaves a step out with --no-normalize, --no-path-resolution, --no-env-resolution, --no-consistency", async () => {
    const plain = (await config("-f steps.yaml")).out;
    for (const done of [`context: ${cwd}/src`, "dockerfile: Dockerfile", "default: null", "FROM_FILE: a"])
      expect(plain).toContain(done);
    const without = async (flag: string): Promise<string> => (await config(`-f steps.yaml ${flag}`)).out;
    expect(await without("--no-normalize")).not.toMatch(/dockerfile|default/);
    expect(await without("--no-path-resolution")).toContain("context: ./src");
    const unread = await without("--no-env-resolution");
    expect(unread).toContain(`env_file:\n      - ${cwd}/web.env`);
    expect(unread).not.toContain("FROM_FILE");
    await writeFile(join(cwd, "bad-steps.yaml"), "services: {web: {image: x, networks: [none]}}");
    expect((await config("-f bad-steps.yaml")).code).toBe(1);
    expect((await config("-f bad-steps.yaml --no-consistency")).out).toContain("none: null");
  });

  test("prints docker compose's hash of all services or of some with --hash, and refuses unknown ones", async () => {
    const all = (await config("--hash *")).out;
    expect(all).toMatch(/^db [0-9a-f]{64}\nweb [0-9a-f]{64}\n$/);
    expect(all).toContain((await config("--hash web")).out);
    expect((await config("--hash web,db")).out).toBe(all);
    const { code, err } = await config("--hash wep");
    expect(code).toBe(1);
    expect(err).toContain('has no service "wep"\nhint: did you mean "web"?');
  });

  test("prints the models in use with --models", async () => {
    await writeFile(
      join(cwd, "models.yaml"),
      "services: {web: {image: x, models: [llm]}}\nmodels: {llm: {model: ai/small}, unused: {model: ai/big}}",
    );
    expect((await config("-f models.yaml --models")).out).toBe("ai/small\n");
  });

  test("prints the variables that the files use with --variables, as a table, YAML or JSON", async () => {
    expect((await config("-f raw.yaml --variables")).out).toBe(
      [
        "NAME                REQUIRED            DEFAULT VALUE       ALTERNATE VALUE",
        "A                   false               x                   ",
        "TAG                 false               1                   ",
        "",
      ].join("\n"),
    );
    expect((await config("-f raw.yaml --variables --format yaml")).out).toStartWith(
      'A:\n    name: A\n    defaultvalue: x\n    presencevalue: ""\n    required: false\n',
    );
    expect(JSON.parse((await config("-f raw.yaml --variables --format json")).out).TAG).toEqual({
      Name: "TAG",
      DefaultValue: "1",
      PresenceValue: "",
      Required: false,
    });
  });

  test("prints what only pins images with --lock-image-digests; images that have a digest need no registry", async () => {
    const digest = `sha256:${"0".repeat(64)}`;
    await writeFile(
      join(cwd, "pinned.yaml"),
      `services: {web: {image: "a/b:1@${digest}", init: true}, built: {build: .}}`,
    );
    expect((await config("-f pinned.yaml --lock-image-digests")).out).toBe(
      `services:\n  built: {}\n  web:\n    image: docker.io/a/b@${digest}\n`,
    );
    expect((await config("-f pinned.yaml --resolve-image-digests")).out).toContain(
      `image: docker.io/a/b@${digest}\n    init: true`,
    );
  });

  test("tells where values come from with --explain, for people and for programs", async () => {
    expect((await config("--explain services.web.image --explain services.web.depends_on")).out).toBe(
      [
        "services.web.image = nginx:9",
        "  compose.yaml:3:18  nginx:${TAG:-1.27}",
        "    TAG = 9, from the shell",
        "",
        "services.web.depends_on.db.condition = service_started",
        "  compose.yaml:3:52  db",
        "",
        "services.web.depends_on.db.required = true",
        "  compose.yaml:3:52  db",
        "",
      ].join("\n"),
    );
    const [web] = JSON.parse((await config("--explain services.web.image --format json")).out);
    expect(web).toMatchObject({ path: "services.web.image", value: { value: "nginx:9" } });
    expect(web.sources[0].at).toEqual({ file: join(cwd, "compose.yaml"), line: 3, column: 18 });
    const { code, err } = await config("--explain services.web.imag");
    expect(code).toBe(1);
    expect(err).toContain("nothing at services.web.imag\nhint: did you mean services.web.image?");
  });

  test("tells what was replaced with --explain, and hides what may be a secret", async () => {
    await writeFile(
      join(cwd, "over.yaml"),
      "services: {web: {image: over, env_file: web.env, environment: {DB_PASSWORD: hunter22, FROM_FILE: b}}}",
    );
    const told = (
      await config("-f compose.yaml -f over.yaml --explain services.web.image --explain services.web.environment")
    ).out;
    expect(told).toBe(
      [
        "services.web.image = over",
        "  over.yaml:1:25",
        "  instead of",
        "  compose.yaml:3:18  nginx:${TAG:-1.27}  replaced by a later file",
        "    TAG = 9, from the shell",
        "",
        "services.web.environment.FROM_FILE = b",
        "  over.yaml:1:98",
        "  instead of",
        "  web.env:1:1  env_file  (1 character)  replaced by environment",
        "",
        "services.web.environment.DB_PASSWORD = (8 characters)",
        "  over.yaml:1:77",
        "",
      ].join("\n"),
    );
  });

  test("writes to a file with -o, and says when it cannot", async () => {
    expect(await config("-o out.yaml")).toEqual({ code: 0, out: "", err: "" });
    expect(await readFile(join(cwd, "out.yaml"), "utf8")).toContain("name: demo\n");
    const { code, err } = await config("-o missing/out.yaml");
    expect(code).toBe(1);
    expect(err).toStartWith(`error[CLI_CANNOT_WRITE]: cannot write ${cwd}/missing/out.yaml: ENOENT`);
  });

  test("refuses a project with errors, with each at its place", async () => {
    await writeFile(join(cwd, "bad.yaml"), 'services:\n  web:\n    image: x\n    prots: ["80"]\n');
    const { code, out, err } = await config("-f bad.yaml");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      [
        'error[COMPOSE_UNKNOWN_ATTRIBUTE]: unknown attribute "prots" in services.web',
        " --> bad.yaml:4:5",
        "  |",
        '4 |     prots: ["80"]',
        "  |     ^^^^^",
        'hint: did you mean "ports"?',
        "",
      ].join("\n"),
    );
  });
});
