import { describe, expect, test } from "bun:test";
import type { StackEvent } from "@slipway/stack";
import { versionCommand } from "../../commands/version/command.ts";
import type { Globals } from "../../globals.ts";
import { parseCommandLine } from "../../program.ts";
import { fakeContext } from "../../testing/fake-context.ts";
import { openProgress, progressMode } from "./progress.ts";

const web = { kind: "container", name: "demo-web-1" } as const;
const image = { kind: "image", name: "nginx:1.27" } as const;
const working: StackEvent = { kind: "progress", subject: web, state: "working", text: "Creating" };
const done: StackEvent = { kind: "progress", subject: web, state: "done", text: "Created" };
const failed: StackEvent = { kind: "progress", subject: web, state: "failed", text: "Error", detail: "port in use" };
const layer: StackEvent = {
  kind: "layer",
  subject: image,
  line: { id: "abc", status: "Downloading", progressDetail: { current: 5_000_000, total: 10_000_000 } },
};
const build: StackEvent = { kind: "build", subject: image, text: "Step 1/2 : FROM x\n\n ---> 123\n" };
const ended: StackEvent = { kind: "build", subject: image, text: "\n" };
const warning: StackEvent = {
  kind: "diagnostic",
  diagnostic: { severity: "warning", code: "TEST", message: "look out" },
};

const onlyVersion = { names: ["version"], load: async () => versionCommand };

async function globals(line: string): Promise<Globals> {
  const request = await parseCommandLine([...line.split(" ").filter(Boolean), "version"], onlyVersion);
  if (request.kind !== "run") throw new Error("not a run");
  return request.input.globals;
}

async function shown(line: string, events: readonly StackEvent[]): Promise<string> {
  const context = fakeContext();
  const progress = await openProgress(context, await globals(line), "Running");
  for (const event of events) progress.report(event);
  progress.end();
  expect(context.out()).toBe("");
  return context.err();
}

describe("progress", () => {
  test("is plain lines outside a terminal, one for each step", async () => {
    expect(await shown("", [working, layer, done, failed, build, warning])).toBe(
      [
        " Container demo-web-1  Creating",
        " Container demo-web-1  Created",
        " Container demo-web-1  Error  port in use",
        " nginx:1.27 | Step 1/2 : FROM x",
        " nginx:1.27 |  ---> 123",
        "warning[TEST]: look out",
        "",
      ].join("\n"),
    );
  });

  test("is a JSON object a line with --progress json, with docker compose's keys", async () => {
    const lines = (await shown("--progress json", [working, failed, layer, build, ended, warning])).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { id: "Container demo-web-1", status: "Working", text: "Creating" },
      { id: "Container demo-web-1", status: "Error", text: "Error", details: "port in use" },
      {
        id: "abc",
        parent_id: "Image nginx:1.27",
        status: "Working",
        text: "Downloading",
        current: 5e6,
        total: 1e7,
        percent: 50,
      },
      { id: "Image nginx:1.27", status: "Working", text: "Building", details: "Step 1/2 : FROM x\n\n ---> 123" },
      { level: "warning", code: "TEST", message: "look out" },
    ]);
  });

  test("is only findings with --progress quiet", async () => {
    expect(await shown("--progress quiet", [working, done, layer, build, warning])).toBe("warning[TEST]: look out\n");
  });

  test.each([
    ["", { rows: 24, columns: 80 }, {}, "tty"],
    ["", undefined, {}, "plain"],
    ["", { rows: 24, columns: 80 }, { CI: "true" }, "plain"],
    ["--ansi never", { rows: 24, columns: 80 }, {}, "plain"],
    ["", undefined, { COMPOSE_PROGRESS: "json" }, "json"],
    ["--progress quiet", undefined, { COMPOSE_PROGRESS: "json" }, "quiet"],
    ["--progress tty", undefined, {}, "tty"],
  ] as const)("with `%s` on %o in %o is %s", async (line, terminal, env, mode) => {
    expect(progressMode(fakeContext({ env, ...(terminal ? { terminal } : {}) }), await globals(line))).toBe(mode);
  });
});

describe("the live view", () => {
  const terminal = { rows: 24, columns: 60 };

  test("redraws a line for each resource in place and leaves the last state", async () => {
    const context = fakeContext({ terminal, env: { NO_COLOR: "1" } });
    const progress = await openProgress(context, await globals(""), "Running");
    progress.report(working);
    context.pass(1500);
    const first = context.err();
    expect(first).toContain("[+] Running 0/1");
    expect(first).toMatch(/⠴ Container demo-web-1 {2}Creating +1\.5s/);
    progress.report(done);
    progress.end();
    const second = context.err().slice(first.length);
    expect(second).toContain("\x1b[2A");
    expect(second).toContain("[+] Running 1/1");
    expect(second).toMatch(/✔ Container demo-web-1 {2}Created +1\.5s/);
    expect(second).toEndWith("\x1b[?25h");
  });

  test("prints findings above itself", async () => {
    const context = fakeContext({ terminal, env: { NO_COLOR: "1" } });
    const progress = await openProgress(context, await globals(""), "Running");
    progress.report(working);
    context.pass(100);
    progress.report(warning);
    progress.end();
    expect(context.err()).toContain("\x1b[2A\rwarning[TEST]: look out\x1b[K\n[+] Running");
  });

  test("ends with what a failed build printed last", async () => {
    const context = fakeContext({ terminal, env: { NO_COLOR: "1" } });
    const progress = await openProgress(context, await globals(""), "Building");
    for (let line = 1; line <= 30; line++) progress.report({ kind: "build", subject: image, text: `line ${line}\n` });
    progress.report({ kind: "progress", subject: image, state: "failed", text: "Error" });
    progress.end();
    const shown = context.err().match(/Image nginx:1\.27 \| line \d+/g);
    expect(shown).toHaveLength(20);
    expect(shown?.at(-1)).toEndWith("line 30");
  });

  test("draws no more once it has ended", async () => {
    const context = fakeContext({ terminal });
    const progress = await openProgress(context, await globals(""), "Running");
    progress.report(done);
    progress.end();
    const before = context.err();
    context.pass(1000);
    progress.end();
    expect(context.err()).toBe(before);
  });
});
