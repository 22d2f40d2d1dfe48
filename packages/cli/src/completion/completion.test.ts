import { describe, expect, test } from "bun:test";
import { runCli } from "../cli.ts";
import { allCommands } from "../command.ts";
import { catalog } from "../commands.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { candidatesFor } from "./candidates.ts";
import { scripts } from "./scripts.ts";

const commands = await allCommands(catalog);

function words(...line: readonly string[]): string[] {
  return candidatesFor(line, commands).words.map(([word]) => word);
}

describe("completion", () => {
  test("offers commands, and options that begin as typed", () => {
    expect(words("re")).toEqual(["restart"]);
    expect(words("")).not.toContain("__complete");
    expect(words("up", "--no-s")).toEqual(["--no-start"]);
    expect(words("--pro")).toEqual(["--project-name", "--profile", "--project-directory", "--progress"]);
    expect(words("-p", "demo", "dow")).toEqual(["down"]);
  });

  test("offers the words that an option takes, also when bash splits them at =", () => {
    expect(words("up", "--pull", "m")).toEqual(["missing"]);
    expect(words("config", "--format", "=", "j")).toEqual(["json"]);
    expect(words("config", "--format", "=")).toEqual(["yaml", "json"]);
    expect(words("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  test.each([
    [["up", ""], "services"],
    [["logs", "web", ""], "services"],
    [["exec", "-T", ""], "services"],
    [["exec", "web", "cat", ""], "files"],
    [["-f", ""], "files"],
    [["config", "-o", ""], "files"],
    [["--project-directory", ""], "directories"],
    [["--profile", ""], "profiles"],
    [["version", ""], undefined],
  ] as const)("knows that after %j come %s", (line, more) => {
    expect(candidatesFor(line, commands).more).toBe(more as "services");
  });

  test("hands on the options that name the project", () => {
    expect(candidatesFor(["-f", "a.yaml", "up", "--profile", "x", ""], commands).globals).toEqual({
      file: ["a.yaml"],
      profile: ["x"],
    });
  });

  test("takes words for the shell from the hidden command, with their meaning", async () => {
    const context = fakeContext();
    expect(await runCli(["__complete", "--", "vers"], context)).toBe(0);
    expect(context.out()).toBe("version\tShow the version\n:none\n");
  });

  test("survives a project with errors", async () => {
    const context = fakeContext({ cwd: "/" });
    expect(await runCli(["__complete", "--", "-f", "/nowhere/compose.yaml", "up", ""], context)).toBe(0);
    expect(context.out()).toBe(":none\n");
  });

  test("has a bash script that bash accepts and that completes", async () => {
    const script = `${scripts.bash}\nslipway() { printf 'up\\tMake\\nupdate\\tIt\\n:none\\n'; }
      COMP_WORDS=(slipway u); COMP_CWORD=1; _slipway; printf '%s,' "\${COMPREPLY[@]}"`;
    const child = Bun.spawn(["bash", "-euc", script], { stdout: "pipe", stderr: "pipe" });
    expect(await child.stderr.text()).toBe("");
    expect(await child.stdout.text()).toBe("up,update,");
  });

  test("prints the script of each shell", async () => {
    for (const shell of ["bash", "zsh", "fish"] as const) {
      const context = fakeContext();
      expect(await runCli(["completion", shell], context)).toBe(0);
      expect(context.out()).toBe(scripts[shell]);
    }
  });
});
