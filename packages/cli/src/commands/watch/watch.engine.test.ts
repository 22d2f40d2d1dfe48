import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FakeContext } from "../../testing/fake-context.ts";
import { type TemporaryProject, temporaryProject } from "../../testing/temporary-project.ts";

const sleeper = "command: [sleep, infinity], stop_signal: SIGKILL";
const file = `services:
  db: { image: "busybox:1.36", ${sleeper} }
  web:
    { image: "busybox:1.36", ${sleeper}, scale: 2, user: "1000", depends_on: [db], develop: { watch: [
      { action: sync, path: src, target: /tmp/app, initial_sync: true, ignore: [node_modules/] } ] } }
  conf:
    { image: "busybox:1.36", ${sleeper}, develop: { watch: [
      { action: sync+restart, path: app.conf, target: /etc/app.conf } ] } }
  hook:
    { image: "busybox:1.36", ${sleeper}, develop: { watch: [
      { action: sync+exec, path: hook.conf, target: /hook.conf, exec: { command: [sh, -c, 'echo "read $$(cat /hook.conf) $$WHO"; exit 3'], environment: { WHO: me } } } ] } }
  built:
    { build: built, ${sleeper}, depends_on: [db], develop: { watch: [{ action: rebuild, path: built }] } }
`;

describe("slipway watch", () => {
  let demo: TemporaryProject;
  let watching: { readonly context: FakeContext; readonly ended: Promise<{ readonly code: number }> };
  const at = (path: string): string => join(watching.context.cwd, path);
  const read = async (replica: string, ...command: string[]): Promise<string> => {
    const [service = "", number = "1"] = replica.split("#");
    return (await demo.slipway("exec", "-T", "--index", number, service, ...command)).out.trim();
  };
  const ids = async (): Promise<Record<string, string>> => {
    const { out } = await demo.slipway("ps", "-a", "--format", "json", "--no-trunc");
    const rows = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    return Object.fromEntries(rows.map(({ Name, ID }) => [Name.replace(`${demo.name}-`, ""), ID]));
  };
  beforeAll(async () => {
    demo = await temporaryProject(file);
    const { cwd } = demo.start("version").context;
    await mkdir(join(cwd, "src/node_modules"), { recursive: true });
    await mkdir(join(cwd, "built"));
    await writeFile(join(cwd, "src/first"), "one");
    await writeFile(join(cwd, "src/node_modules/x"), "");
    await writeFile(join(cwd, "built/Dockerfile"), "FROM busybox:1.36\nCOPY . /app\n");
    await writeFile(join(cwd, "built/version"), "1");
    await writeFile(join(cwd, "built/notes"), "");
    await writeFile(join(cwd, "built/.dockerignore"), "notes\n");
    watching = demo.start("watch");
    await watching.context.printed("web: 2 paths written in 2 containers");
  });
  afterAll(async () => {
    if (watching.context.interrupt()) await watching.ended;
    await demo[Symbol.asyncDispose]();
  });

  test("initial_sync brings what is there into every replica, without what is ignored", async () => {
    for (const replica of ["web#1", "web#2"]) {
      expect(await read(replica, "sh", "-c", "cd /tmp/app; ls; cat first")).toBe("first\none");
    }
    expect(watching.context.out()).toContain("Watching files of web, conf, hook, built\n");
  });

  test("a save through a temporary file, a new directory and a link reach every replica, for the container's user", async () => {
    await writeFile(at("src/first.tmp~"), "two");
    await rename(at("src/first.tmp~"), at("src/first"));
    await mkdir(at("src/lib"));
    await writeFile(at("src/lib/a"), "deep");
    await symlink("first", at("src/link"));
    await watching.context.printed("web: 4 paths written in 2 containers");
    for (const replica of ["web#1", "web#2"]) {
      expect(await read(replica, "cat", "/tmp/app/link", "/tmp/app/lib/a")).toBe("twodeep");
      expect(await read(replica, "stat", "-c", "%u", "/tmp/app/first")).toBe("1000");
    }
  });

  test("what is deleted here is deleted there", async () => {
    await rm(at("src/lib"), { recursive: true });
    await rm(at("src/link"));
    await watching.context.printed("paths deleted in 2 containers");
    for (const replica of ["web#1", "web#2"]) expect(await read(replica, "ls", "/tmp/app")).toBe("first");
  });

  test("sync+restart writes the file and restarts the same container, no other", async () => {
    const before = await ids();
    await writeFile(at("app.conf"), "new");
    await watching.context.printed("conf: restarted");
    expect(await read("conf", "cat", "/etc/app.conf")).toBe("new");
    expect(await ids()).toEqual(before);
  });

  test("sync+exec runs the command with its environment and tells how it ended", async () => {
    await writeFile(at("hook.conf"), "it");
    await watching.context.printed("exited with 3");
    expect(watching.context.out()).toContain("read it me\n");
  });

  test("rebuild recreates the containers of its service alone, and removes the image that it replaced", async () => {
    const before = await ids();
    await writeFile(at("built/version"), "2");
    await watching.context.printed("built: rebuilt");
    const after = await ids();
    expect(await read("built", "cat", "/app/version")).toBe("2");
    expect({ ...after, "built-1": "" }).toEqual({ ...before, "built-1": "" });
    expect(after["built-1"]).not.toBe(before["built-1"] as string);
  });

  test("a build that fails is shown, and the next save is built", async () => {
    const { context } = watching;
    await writeFile(at("built/Dockerfile"), "FROM busybox:1.36\nCOPY . /app\nRUN exit 7\n");
    await context.printed("built: failed; watching goes on");
    expect(context.err()).toContain("ENGINE_BUILD_FAILED");
    await writeFile(at("built/Dockerfile"), "FROM busybox:1.36\nCOPY . /other\n");
    await context.printed("failed; watching goes on\nbuilt: rebuilding\nbuilt: rebuilt\n");
    expect(await read("built", "cat", "/other/version")).toBe("2");
  });

  test("a changed Compose file is applied, and its new rules count", async () => {
    await demo.write("compose.yaml", `name: ${demo.name}\n${file}`.replaceAll("/tmp/app", "/tmp/moved"));
    await watching.context.printed("compose.yaml has changed: applying it");
    await watching.context.printed(
      "applying it\nWatching files of web, conf, hook, built\nweb: 2 paths written in 2 containers",
    );
    expect(await read("web#2", "cat", "/tmp/moved/first")).toBe("two");
  });

  test("Ctrl-C ends watching and leaves everything running", async () => {
    const before = await ids();
    watching.context.interrupt();
    expect((await watching.ended).code).toBe(130);
    expect(await ids()).toEqual(before);
  });
});

test("a project without rules says so", async () => {
  await using demo = await temporaryProject(`services: { web: { image: "busybox:1.36" } }\n`);
  const { code, err } = await demo.slipway("watch", "--no-up");
  expect({ code, err: err.split("\n")[0] }).toEqual({
    code: 1,
    err: "error[STACK_NOTHING_TO_WATCH]: no service says what to watch",
  });
});

test("up --watch shows the output of the services, follows files, and stops all at Ctrl-C", async () => {
  const command = `[sh, -c, 'echo began; trap "exit 0" TERM; sleep infinity & wait']`;
  await using demo = await temporaryProject(`services:
  web: { image: "busybox:1.36", command: ${command}, develop: { watch: [
    { action: sync+restart, path: app.conf, target: /app.conf } ] } }
`);
  const { context, ended } = demo.start("up", "--watch");
  await context.printed("Watching files of web");
  await context.printed("began");
  await demo.write("app.conf", "1");
  await context.printed("web: restarted");
  context.interrupt();
  expect((await ended).code).toBe(130);
  expect((await demo.slipway("ps", "-q")).out).toBe("");
});
