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
