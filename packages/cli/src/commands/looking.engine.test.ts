import { afterAll, afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectAfter, type TemporaryProject, temporaryProject } from "../testing/temporary-project.ts";

const file = `services:
  web:
    image: busybox:1.36
    command: [sh, -c, "mkdir -p /srv/site/deep; echo one > /srv/site/a; echo two > /srv/site/deep/b; ln -s /srv/site/a /srv/link; echo ready; exec sleep infinity"]
    stop_signal: SIGKILL
    scale: 2
    ports: ["127.0.0.1::80", "127.0.0.1::53/udp"]
    volumes: ["data:/data"]
  echo: { image: "busybox:1.36", command: [sh, -c, "read line; echo got $$line; exit 4"], stdin_open: true }
volumes: { data: {} }
`;

const onPodman = process.env["SLIPWAY_TEST_ENGINE_KIND"] === "podman";

/** Both replicas have made their files. */
async function ready(): Promise<TemporaryProject> {
  const demo = await projectAfter(["up", "-d"], file);
  const { context, ended } = demo.start("logs", "-f", "web");
  for (const replica of ["web-1", "web-2"]) await context.printed(`${replica}  | ready`);
  context.interrupt();
  await ended;
  return demo;
}

describe("the commands that look and copy", () => {
  let demo: TemporaryProject;
  let folder = "";
  // One project for all: they leave it as it is. What failed at the first test is tried again at the next.
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-cp-"));
    demo ??= await ready();
  });
  afterEach(() => rm(folder, { recursive: true }));
  afterAll(() => demo?.[Symbol.asyncDispose]());
  const inside = async (path: string, replica = "1"): Promise<string> =>
    (await demo.slipway("exec", "-T", "--index", replica, "web", "cat", path)).out;

  test("port tells where a port is published, of one replica and for udp", async () => {
    const [first, second] = [await demo.slipway("port", "web", "80"), await demo.slipway("port", "web#2", "80")];
    expect(first.out).toMatch(/^127\.0\.0\.1:\d+\n$/);
    expect(second.out).toMatch(/^127\.0\.0\.1:\d+\n$/);
    expect(second.out).not.toBe(first.out);
    expect((await demo.slipway("port", "--index", "2", "web", "80")).out).toBe(second.out);
    expect(await demo.slipway("port", "web", "53/udp")).toMatchObject({ code: 0 });
    expect(await demo.slipway("port", "--protocol", "udp", "web", "53")).toMatchObject({ code: 0 });
  });

  test("a port that is not published is named with those that are", async () => {
    const { code, err } = await demo.slipway("port", "web", "81");
    expect(code).toBe(1);
    expect(err).toContain(`the container "${demo.name}-web-1" does not publish port 81/tcp\nhint: it publishes`);
  });

  test("top shows the processes of every replica", async () => {
    const { out } = await demo.slipway("top", "web");
    expect(out).toMatch(/^SERVICE +# +.*\nweb +1 .*sleep infinity\nweb +2 .*sleep infinity\n$/);
  });

  test("images shows what the containers were made from", async () => {
    expect((await demo.slipway("images", "web#1")).out).toMatch(/^CONTAINER .*\n\S+-web-1 +busybox +1\.36 +linux\//);
    const rows = JSON.parse((await demo.slipway("images", "--format", "json")).out);
    expect(rows).toHaveLength(3);
    expect(Object.keys(rows[0])).toContain("Platform");
    expect((await demo.slipway("images", "-q")).out).toMatch(/^[0-9a-f]{64}\n$/);
  });

  test("volumes shows the volumes of the project, and those of a service", async () => {
    expect((await demo.slipway("volumes", "-q")).out).toBe(`${demo.name}_data\n`);
    expect((await demo.slipway("volumes", "-q", "echo")).out).toBe("");
    expect(JSON.parse((await demo.slipway("volumes", "--format", "json")).out)).toMatchObject({ Driver: "local" });
  });

  test("stats --no-stream tells what each container uses, once", async () => {
    const { out } = await demo.slipway("stats", "--no-stream", "--format", "json", "web");
    const rows = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    expect(rows.map(({ Name, MemUsage }) => [Name, /[1-9].*iB \/ .*iB$/.test(MemUsage)])).toEqual([
      [`${demo.name}-web-1`, true],
      [`${demo.name}-web-2`, true],
    ]);
  });

  test("stats goes on until it is interrupted", async () => {
    const { context, ended } = demo.start("stats", "web");
    await context.printed(`${demo.name}-web-2`);
    context.interrupt();
    expect((await ended).code).toBe(130);
  });

  test("events tells what happens, with --json for programs, and of the named services only", async () => {
    const { context, ended } = demo.start("events", "--json", "web", "--since", "0");
    await context.printed('"action":"start"');
    try {
      expect(await demo.slipway("pause", "web#2")).toMatchObject({ code: 0 });
      await context.printed('"action":"pause"');
    } finally {
      await demo.slipway("unpause", "web#2");
    }
    context.interrupt();
    const { out } = await ended;
    const events = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    expect(new Set(events.map(({ service }) => service))).toEqual(new Set(["web"]));
    expect(out).not.toContain("com.docker.compose");
    const text = (await demo.slipway("events", "--since", "10m", "--until", new Date().toISOString(), "web#2")).out;
    expect(text).toMatch(/\d{4}-\d\d-\d\d [\d:.]{15} container pause [0-9a-f]{64} \(.*name=\S+-web-2[,)]/);
    expect(text).not.toContain("-web-1");
  });

  test("cp takes a file and a directory out of a container", async () => {
    expect(await demo.slipway("cp", "web:/srv/site/a", join(folder, "new"))).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, "new"), "utf8")).toBe("one\n");
    expect(await demo.slipway("cp", "web:/srv/site", folder)).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, "site/deep/b"), "utf8")).toBe("two\n");
    expect(await demo.slipway("cp", "web:/srv/site/.", join(folder, "content"))).toMatchObject({ code: 0 });
    expect((await readdir(join(folder, "content"))).sort()).toEqual(["a", "deep"]);
  });

  // Podman always hands over what a link points to.
  test.skipIf(onPodman)("cp takes a link as a link, and with -L what it points to", async () => {
    await demo.slipway("cp", "web:/srv/link", join(folder, "link"));
    expect(await readlink(join(folder, "link"))).toBe("/srv/site/a");
    await demo.slipway("cp", "-L", "web:/srv/link", join(folder, "followed"));
    expect(await readFile(join(folder, "followed"), "utf8")).toBe("one\n");
  });

  test("cp puts files into every replica, or into one", async () => {
    await writeFile(join(folder, "config"), "for all\n", { mode: 0o640 });
    expect(await demo.slipway("cp", join(folder, "config"), "web:/srv/")).toMatchObject({ code: 0 });
    expect([await inside("/srv/config"), await inside("/srv/config", "2")]).toEqual(["for all\n", "for all\n"]);
    await writeFile(join(folder, "config"), "for one\n");
    expect(await demo.slipway("cp", join(folder, "config"), "web#2:/srv/other")).toMatchObject({ code: 0 });
    expect(await inside("/srv/other", "2")).toBe("for one\n");
    expect((await demo.slipway("exec", "-T", "web", "test", "-e", "/srv/other")).code).toBe(1);
    await mkdir(join(folder, "site/deep"), { recursive: true });
    await writeFile(join(folder, "site/deep/b"), "two\n");
    expect(await demo.slipway("cp", `${join(folder, "site")}/.`, "web:/srv/new")).toMatchObject({ code: 0 });
    expect(await inside("/srv/new/deep/b")).toBe("two\n");
  });

  test("cp hands archives over by standard streams", async () => {
    const { out, code } = await demo.slipway("cp", "web:/srv/site/a", "-");
    expect({ code, holds: out.includes("one\n") }).toEqual({ code: 0, holds: true });
  });

  test("cp says what is missing, and writes through no link that an archive could have made", async () => {
    expect((await demo.slipway("cp", "web:/nowhere", folder)).err).toContain("there is no such file or directory");
    expect((await demo.slipway("cp", "a", "b")).err).toContain("SERVICE:PATH at one end");
    await symlink("/etc", join(folder, "trap"));
    await demo.slipway("exec", "-T", "web", "sh", "-c", "mkdir -p /t/trap && echo evil > /t/trap/evil");
    const { code, err } = await demo.slipway("cp", "web:/t/.", folder);
    expect(code).toBe(1);
    expect(err).toContain("something that is no directory is in its place");
    expect(await stat("/etc/evil").catch(() => "absent")).toBe("absent");
  });

  test("export writes the file system of a container as an archive", async () => {
    expect(await demo.slipway("export", "-o", join(folder, "web.tar"), "web#2")).toMatchObject({ code: 0 });
    expect((await readFile(join(folder, "web.tar"))).includes("srv/site/deep/b")).toBe(true);
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("commit makes an image of a container", async () => {
    const name = `${demo.name}/kept:1`;
    const { code, out } = await demo.slipway("commit", "-m", "kept", "-c", "ENV KEPT=yes", "web", name);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^(sha256:)?[0-9a-f]{64}\n$/) });
    await using user = await temporaryProject(
      `services: { x: { image: "${name}", command: [sh, -c, "echo $$KEPT; cat /srv/site/a"] } }\n`,
    );
    try {
      expect((await user.slipway("run", "--rm", "-T", "x")).out).toBe("yes\none\n");
    } finally {
      await user.slipway("down", "--rmi", "all");
    }
  });

  test("attach connects with the main process and exits with its code", async () => {
    expect(await demo.slipway("start", "echo")).toMatchObject({ code: 0 });
    const attached = demo.start("attach", "echo");
    attached.context.type("hello\n");
    const { code, out, err } = await attached.ended;
    expect({ code, out, err }).toEqual({ code: 4, out: "got hello\n", err: "" });
  });
});
