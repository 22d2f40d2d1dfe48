import { describe, expect, test } from "bun:test";
import type { Input } from "./command.ts";
import { catalog } from "./commands.ts";
import { parseCommandLine } from "./program.ts";

async function parse(line: string): Promise<{ name: string; input: Input }> {
  const request = await parseCommandLine(line.split(" "), catalog);
  if (request.kind !== "run") throw new Error(`not a run: ${request.kind}`);
  return { name: request.command.name, input: request.input };
}

describe("a command line", () => {
  test("takes global options before and behind the command's name, in order", async () => {
    const { input } = await parse("-f a.yaml --profile x config -f b.yaml --profile=y -p demo");
    expect(input.globals.file).toEqual(["a.yaml", "b.yaml"]);
    expect(input.globals.profile).toEqual(["x", "y"]);
    expect(input.globals.projectName).toBe("demo");
  });

  test("lets an option of the command win over a global one with the same letter", async () => {
    const { input } = await parse("-f a.yaml logs -f -t web");
    expect(input.globals.file).toEqual(["a.yaml"]);
    expect(input.options).toMatchObject({ follow: true, timestamps: true });
    expect(input.args).toEqual(["web"]);
  });

  test("hands everything behind the service of exec to the child", async () => {
    const { input } = await parse("exec -T -u root web ls -la --help -p");
    expect(input.options).toMatchObject({ noTty: true, user: "root" });
    expect(input.args).toEqual(["web", "ls", "-la", "--help", "-p"]);
  });

  test("keeps -- for the child of run", async () => {
    expect((await parse("run --rm web -- ls")).input.args).toEqual(["web", "--", "ls"]);
  });

  test("reads letters that stand together, and values that stick to them", async () => {
    expect((await parse("up -dV -t5")).input.options).toMatchObject({
      detach: true,
      renewAnonVolumes: true,
      timeout: 5,
    });
  });

  test("collects repeated options and pairs", async () => {
    const { input } = await parse("up --scale web=3 --scale db=1 --attach web --attach db");
    expect(input.options).toMatchObject({ scale: { web: 3, db: 1 }, attach: ["web", "db"] });
  });

  test("reads --no-build and --build as two options, not as one and its opposite", async () => {
    expect((await parse("up --no-build")).input.options).toMatchObject({ build: false, noBuild: true });
  });

  test("accepts switches with a value, as scripts for docker compose write them", async () => {
    expect((await parse("up --detach=true --build=false")).input.options).toMatchObject({ detach: true, build: false });
    expect((await parse("ps --orphans=false")).input.options).toMatchObject({ orphans: false });
    expect((await parse("ps --no-orphans")).input.options).toMatchObject({ orphans: false });
    expect((await parse("ps")).input.options).toMatchObject({ orphans: true });
  });

  test("takes `-p=demo` for `-p demo`, and a dash for a value", async () => {
    const { input } = await parse("-p=demo -f - up");
    expect([input.globals.projectName, input.globals.file]).toEqual(["demo", ["-"]]);
  });

  test("leaves a value that looks like a switch alone", async () => {
    expect((await parse("exec -e --build=false web env")).input.options).toMatchObject({ env: { "--build": "false" } });
  });
});
