import { describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "./cli.ts";
import { fakeContext } from "./testing/fake-context.ts";
import { version } from "./version.ts";

async function slipway(line: string, start: Parameters<typeof fakeContext>[0] = {}) {
  const context = fakeContext(start);
  const code = await runCli(line === "" ? [] : line.split(" "), context);
  return { code, out: context.out(), err: context.err() };
}

describe("slipway", () => {
  test("alone prints its commands by purpose", async () => {
    const { code, out, err } = await slipway("");
    expect(code).toBe(0);
    expect(err).toBe("");
    for (const line of ["Run a project", "  up ", "Look at it", "  logs ", "slipway setup"])
      expect(out).toContain(line);
    expect(out).not.toContain("__complete");
  });

  test("tells its version in every form", async () => {
    expect((await slipway("version --short")).out).toBe(`${version}\n`);
    expect((await slipway("--version")).out).toBe(`Slipway version v${version}\n`);
    expect(JSON.parse((await slipway("version --format json")).out)).toEqual({ version: `v${version}` });
  });

  test("prints the help of a command for --help, -h and help, before and behind its name", async () => {
    const { out } = await slipway("up --help");
    expect(out).toStartWith("Make the project run, changing only what differs.\n");
    expect(out).toContain("Usage: slipway up [options] [SERVICE...]");
    expect(out).toContain("  -d, --detach ");
    expect(out).toMatch(/-t, --timeout SECONDS +Time that a container has to stop/);
    for (const line of ["up -h", "help up", "--help up"]) expect((await slipway(line)).out).toBe(out);
  });

  test.each([
    ["pss", 'error[CLI_UNKNOWN_COMMAND]: there is no command "pss"\nhint: did you mean "ps"?\n'],
    ["up --detatch", "error[CLI_UNKNOWN_OPTION]: slipway up has no option --detatch\nhint: did you mean --detach?\n"],
    [
      "up -Q",
      "error[CLI_UNKNOWN_OPTION]: slipway up has no option -Q\nhint: run `slipway up --help` for its options\n",
    ],
    ["up --timeout", "error[CLI_OPTION_NEEDS_VALUE]: option -t, --timeout needs a value\n"],
    ["up -t soon", 'error[CLI_BAD_VALUE]: --timeout cannot be "soon": expected a whole number from 0\n'],
    ["up --scale web", 'error[CLI_BAD_VALUE]: --scale cannot be "web": expected SERVICE=N\n'],
    [
      "config --format yml",
      'error[CLI_BAD_VALUE]: --format cannot be "yml": expected yaml, json\nhint: did you mean "yaml"?\n',
    ],
    [
      "exec web",
      "error[CLI_MISSING_ARGUMENT]: slipway exec needs COMMAND\nhint: usage: slipway exec [options] SERVICE COMMAND...\n",
    ],
    [
      "version now",
      'error[CLI_TOO_MANY_ARGUMENTS]: slipway version takes no argument "now"\nhint: usage: slipway version [options]\n',
    ],
    ["completion tcsh", 'error[CLI_BAD_VALUE]: SHELL cannot be "tcsh": expected bash, zsh, fish\n'],
    [
      "--dry-run attach web",
      "error[CLI_NO_DRY_RUN]: slipway attach cannot be tried with --dry-run\nhint: `slipway plan` and `slipway --dry-run up` show what would be done\n",
    ],
    [
      "up --build --no-build",
      "error[CLI_OPTIONS_EXCLUDE]: --build and --no-build exclude each other\nhint: leave out --build or --no-build\n",
    ],
    [
      "up -d --exit-code-from web",
      "error[CLI_OPTIONS_EXCLUDE]: -d and --exit-code-from exclude each other\nhint: leave out -d or --exit-code-from\n",
    ],
    [
      "up -d --attach-dependencies",
      "error[CLI_OPTIONS_EXCLUDE]: -d and --attach-dependencies exclude each other\nhint: leave out -d or --attach-dependencies\n",
    ],
    [
      "up --attach web --attach-dependencies",
      "error[CLI_OPTIONS_EXCLUDE]: --attach and --attach-dependencies exclude each other\nhint: leave out --attach or --attach-dependencies\n",
    ],
    [
      "up -V --no-recreate",
      "error[CLI_OPTIONS_EXCLUDE]: --renew-anon-volumes and --no-recreate exclude each other\nhint: leave out --renew-anon-volumes or --no-recreate\n",
    ],
    [
      "up --abort-on-container-exit --abort-on-container-failure",
      "error[CLI_OPTIONS_EXCLUDE]: --abort-on-container-exit and --abort-on-container-failure exclude each other\nhint: leave out --abort-on-container-exit or --abort-on-container-failure\n",
    ],
    ["logs --tail few", 'error[CLI_BAD_VALUE]: --tail cannot be "few": expected a number of lines, or all\n'],
    [
      "ps --status up",
      'error[CLI_BAD_VALUE]: --status cannot be "up": expected created, running, paused, restarting, removing, exited, dead\n',
    ],
  ])("refuses `%s` with exit code 2 and says what to do", async (line, message) => {
    expect(await slipway(line)).toEqual({ code: 2, out: "", err: message });
  });

  test("prints errors as a JSON line when progress is JSON", async () => {
    const { err } = await slipway("--progress json -f /nowhere/compose.yaml config -q");
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(err)).toMatchObject({
      level: "error",
      code: "CLI_PROJECT_INVALID",
      diagnostics: [{ code: "COMPOSE_FILE_NOT_FOUND" }],
    });
  });

  test("names the words that an option takes in its help", async () => {
    expect((await slipway("config --help")).out).toMatch(/--format WORD +Format of the output: yaml, json\n/);
  });

  test("colours for a terminal, and not with NO_COLOR, --ansi never or TERM=dumb", async () => {
    const terminal = { rows: 24, columns: 80 };
    expect((await slipway("up --help", { terminal })).out).toContain("\x1b[");
    expect((await slipway("pss", { terminal, env: { NO_COLOR: "1" } })).err).not.toContain("\x1b[");
    expect((await slipway("pss", { terminal, env: { TERM: "dumb" } })).err).not.toContain("\x1b[");
    expect((await slipway("--ansi never -f /nowhere/x.yaml config", { terminal })).err).not.toContain("\x1b[");
    expect((await slipway("--ansi always -f /nowhere/x.yaml config")).err).toContain("\x1b[");
  });

  test("tells what to do in a directory without a Compose file", async () => {
    const cwd = await mkdtemp(join(tmpdir(), "slipway-empty-"));
    const { code, err } = await slipway("up", { cwd });
    await rm(cwd, { recursive: true });
    expect(code).toBe(1);
    expect(err).toBe(
      `error[COMPOSE_NO_FILE]: no Compose file in ${cwd} or a directory above it\n` +
        "hint: create compose.yaml, change to the project's directory, or name a file with -f\n",
    );
  });
});
