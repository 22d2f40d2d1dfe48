import { describe, expect, test } from "bun:test";
import { rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type TemporaryProject, temporaryProject } from "../../testing/temporary-project.ts";
import { type WatchedProject, watchedProject } from "../../testing/watched-project.ts";

const sleeper = "command: [sleep, infinity], stop_signal: SIGKILL";
const services = {
  db: `{ image: "busybox:1.36", ${sleeper} }`,
  web: `{ image: "busybox:1.36", ${sleeper}, scale: 2, user: "1000", depends_on: [db], develop: { watch: [
      { action: sync, path: src, target: /tmp/app, initial_sync: true, ignore: [node_modules/] } ] } }`,
  conf: `{ image: "busybox:1.36", ${sleeper}, develop: { watch: [
      { action: sync+restart, path: app.conf, target: /etc/app.conf } ] } }`,
  hook: `{ image: "busybox:1.36", ${sleeper}, develop: { watch: [
      { action: sync+exec, path: hook.conf, target: /hook.conf, exec: { command: [sh, -c, 'echo "read $$(cat /hook.conf) $$WHO"; exit 3'], environment: { WHO: me } } } ] } }`,
  built: `{ build: built, ${sleeper}, depends_on: [db], develop: { watch: [{ action: rebuild, path: built }] } }`,
};

const file = (...chosen: (keyof typeof services)[]): string =>
  `services:\n${chosen.map((name) => `  ${name}: ${services[name]}\n`).join("")}`;

const web = (files: Readonly<Record<string, string>> = {}): Promise<WatchedProject> => {
  const all = { "src/first": "one", "src/node_modules/x": "", ...files };
  return watchedProject(file("db", "web"), all, "paths written in 2 containers\n");
};

const built = (): Promise<WatchedProject> => {
  // No layer is shared with what another test builds and removes.
  const own = {
    "built/of": crypto.randomUUID(),
    "built/version": "1",
    "built/notes": "",
    "built/.dockerignore": "notes\n",
  };
  const files = { ...own, "built/Dockerfile": "FROM busybox:1.36\nCOPY . /app\n" };
  return watchedProject(file("db", "conf", "built"), files, "Watching files of conf, built\n");
};

async function read(demo: TemporaryProject, replica: string, ...command: string[]): Promise<string> {
  const [service = "", number = "1"] = replica.split("#");
  return (await demo.slipway("exec", "-T", "--index", number, service, ...command)).out.trim();
}

async function ids(demo: TemporaryProject): Promise<Record<string, string>> {
  const { out } = await demo.slipway("ps", "-a", "--format", "json", "--no-trunc");
  const rows = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  return Object.fromEntries(rows.map(({ Name, ID }) => [Name.replace(`${demo.name}-`, ""), ID]));
}

describe.concurrent("slipway watch", () => {
  test("initial_sync brings what is there into every replica, without what is ignored", async () => {
    await using it = await web();
    for (const replica of ["web#1", "web#2"]) {
      expect(await read(it.demo, replica, "sh", "-c", "cd /tmp/app; ls; cat first")).toBe("first\none");
    }
    expect(it.context.out()).toContain("Watching files of web\n");
  });

  test("a save through a temporary file, a new directory and a link reach every replica, for the container's user", async () => {
    await using it = await web();
    const at = (path: string): string => join(it.demo.directory, path);
    await it.demo.write("src/first.tmp~", "two");
    await rename(at("src/first.tmp~"), at("src/first"));
    await it.demo.write("src/lib/a", "deep");
    await symlink("first", at("src/link"));
    for (const replica of ["web#1", "web#2"]) {
      await it.until(
        async () => (await read(it.demo, replica, "cat", "/tmp/app/link", "/tmp/app/lib/a")) === "twodeep",
      );
      expect(await read(it.demo, replica, "stat", "-c", "%u", "/tmp/app/first")).toBe("1000");
    }
    expect(it.context.out()).toMatch(/web: \d paths? written in 2 containers\n$/);
  });

  test("what is deleted here is deleted there", async () => {
    await using it = await web({ "src/lib/a": "deep" });
    await rm(join(it.demo.directory, "src/lib"), { recursive: true });
    for (const replica of ["web#1", "web#2"]) {
      await it.until(async () => (await read(it.demo, replica, "ls", "/tmp/app")) === "first");
    }
    expect(it.context.out()).toMatch(/paths? deleted in 2 containers/);
  });

  test("sync+restart writes the file and restarts the same container, no other", async () => {
    await using it = await watchedProject(file("db", "conf"), {}, "Watching files of conf\n");
    const before = await ids(it.demo);
    await it.demo.write("app.conf", "new");
    await it.context.printed("conf: restarted");
    expect(await read(it.demo, "conf", "cat", "/etc/app.conf")).toBe("new");
    expect(await ids(it.demo)).toEqual(before);
  });

  test("sync+exec runs the command with its environment and tells how it ended", async () => {
    await using it = await watchedProject(file("hook"), {}, "Watching files of hook\n");
    await it.demo.write("hook.conf", "it");
    await it.context.printed("exited with 3");
    expect(it.context.out()).toContain("read it me\n");
  });

  test("rebuild recreates the containers of its service alone, and removes the image that it replaced", async () => {
    await using it = await built();
    const before = await ids(it.demo);
    await it.demo.write("built/version", "2");
    await it.context.printed("built: rebuilt");
    const after = await ids(it.demo);
    expect(await read(it.demo, "built", "cat", "/app/version")).toBe("2");
    expect({ ...after, "built-1": "" }).toEqual({ ...before, "built-1": "" });
    expect(after["built-1"]).not.toBe(before["built-1"] as string);
  });

  test("a build that fails is shown, and the next save is built", async () => {
    await using it = await built();
    await it.demo.write("built/Dockerfile", "FROM busybox:1.36\nCOPY . /app\nRUN exit 7\n");
    await it.context.printed("built: failed; watching goes on");
    expect(it.context.err()).toContain("ENGINE_BUILD_FAILED");
    await it.demo.write("built/Dockerfile", "FROM busybox:1.36\nCOPY . /other\n");
    await it.context.printed("failed; watching goes on\nbuilt: rebuilding\nbuilt: rebuilt\n");
    expect(await read(it.demo, "built", "cat", "/other/version")).toBe("1");
  });

  test("a changed Compose file is applied, and its new rules count", async () => {
    await using it = await web();
    const text = `name: ${it.demo.name}\n${file("db", "web")}`;
    await it.demo.write("compose.yaml", text.replaceAll("/tmp/app", "/tmp/moved"));
    await it.context.printed("compose.yaml has changed: applying it");
    await it.context.printed("applying it\nWatching files of web\nweb: 2 paths written in 2 containers");
    expect(await read(it.demo, "web#2", "cat", "/tmp/moved/first")).toBe("one");
  });

  test("Ctrl-C ends watching and leaves everything running", async () => {
    await using it = await watchedProject(file("db", "conf"), {}, "Watching files of conf\n");
    const before = await ids(it.demo);
    it.context.interrupt();
    expect((await it.ended).code).toBe(130);
    expect(await ids(it.demo)).toEqual(before);
    expect((await it.demo.slipway("ps", "--services")).out).toBe("conf\ndb\n");
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
