import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { connectEngine } from "@slipway/engine";
import type { FakeContext } from "../../testing/fake-context.ts";
import { type TemporaryProject, temporaryProject } from "../../testing/temporary-project.ts";

const sleeper = `image: "busybox:1.36", command: [sleep, infinity], stop_signal: SIGKILL`;

describe("the files that a project is read from", () => {
  let demo: TemporaryProject;
  let watching: { readonly context: FakeContext; readonly ended: Promise<unknown> };
  const variable = async (name: string, service = "web"): Promise<string> =>
    (await demo.slipway("exec", "-T", service, "sh", "-c", `echo $${name}`)).out.trim();
  /** Writes a file and waits until that has been applied. */
  const applied = async (file: string, text: string): Promise<void> => {
    const before = watching.context.out().length;
    await demo.write(file, text);
    await watching.context.printed(`${file} has changed: applying it\nWatching files of web\n`, before);
  };
  const base = (value: string): string => `services: { base: { environment: { FROM_EXTENDED: ${value} } } }\n`;
  const included = (value: string): string =>
    `services: { other: { ${sleeper}, environment: { FROM_INCLUDED: ${value} } } }\n`;
  beforeAll(async () => {
    demo = await temporaryProject(`include: [more/compose.yaml]
services:
  web:
    ${sleeper.replaceAll(", ", "\n    ").replace("[sleep\n    infinity]", "[sleep, infinity]")}
    extends: { file: base.yaml, service: base }
    env_file: [web.env, { path: maybe.env, required: false }]
    environment: { FROM_DOTENV: "\${FROM_DOTENV}" }
    develop: { watch: [{ action: sync, path: src, target: /src }] }
`);
    const { cwd } = demo.start("version").context;
    await mkdir(join(cwd, "more"));
    await mkdir(join(cwd, "src"));
    await demo.write("base.yaml", base("one"));
    await demo.write("more/compose.yaml", included("one"));
    await demo.write("web.env", "FROM_ENV_FILE=one\n");
    await demo.write(".env", "FROM_DOTENV=one\n");
    watching = demo.start("watch");
    await watching.context.printed("Watching files of web\n");
  });
  afterAll(async () => {
    if (watching.context.interrupt()) await watching.ended;
    await demo[Symbol.asyncDispose]();
  });

  test("an extended file, an included one, an env_file and .env are applied when they change", async () => {
    await applied("base.yaml", base("two"));
    expect(await variable("FROM_EXTENDED")).toBe("two");
    await applied("more/compose.yaml", included("two"));
    expect(await variable("FROM_INCLUDED", "other")).toBe("two");
    await applied("web.env", "FROM_ENV_FILE=two\n");
    expect(await variable("FROM_ENV_FILE")).toBe("two");
    await applied(".env", "FROM_DOTENV=two\n");
    expect(await variable("FROM_DOTENV")).toBe("two");
  });

  test("what was missing is applied when it appears: an env_file that need not be there, an override file", async () => {
    await applied("maybe.env", "MAYBE=here\n");
    expect(await variable("MAYBE")).toBe("here");
    await applied("compose.override.yaml", "services: { web: { environment: { OVERRIDE: here } } }\n");
    expect(await variable("OVERRIDE")).toBe("here");
    const { cwd } = watching.context;
    await rm(join(cwd, "compose.override.yaml"));
    await watching.context.printed(
      "compose.override.yaml has changed: applying it\nWatching files of web\n",
      watching.context.out().length,
    );
    expect(await variable("OVERRIDE")).toBe("");
  });

  test("one that is broken is told, and applied when it is whole again, though nothing else has changed", async () => {
    const { context } = watching;
    await demo.write("more/compose.yaml", "services: { other: { imaeg: x } }\n");
    await context.printed("more/compose.yaml has changed, but cannot be applied: going on as before\n");
    expect(context.err()).toContain("imaeg");
    await demo.write("src/meanwhile", "1");
    await context.printed("web: 1 path written in 1 container\n");
    await applied("more/compose.yaml", included("three"));
    expect(await variable("FROM_INCLUDED", "other")).toBe("three");
  });

  test("what changes together with a Compose file is synced too, by the new rules", async () => {
    const { context } = watching;
    const before = context.out().length;
    await demo.write("src/together", "1");
    await demo.write("web.env", "FROM_ENV_FILE=three\n");
    await context.printed("Watching files of web\nweb: 1 path written in 1 container\n", before);
    expect(await variable("FROM_ENV_FILE")).toBe("three");
    expect((await demo.slipway("exec", "-T", "web", "ls", "/src")).out).toContain("together");
  });

  test("a file that no longer has rules is applied, told, and watched on", async () => {
    const { context } = watching;
    const before = context.out().length;
    await demo.write("base.yaml", "services: { base: { develop: { watch: [{ action: rebuild, path: src }] } } }\n");
    await context.printed("Watching goes on as before\n", before);
    expect(context.err()).toContain("STACK_WATCH_NO_BUILD");
    await applied("base.yaml", base("four"));
    expect(await variable("FROM_EXTENDED")).toBe("four");
  });
});

describe("watch --no-up", () => {
  test("starts nothing, and tells of a change without applying it", async () => {
    await using demo = await temporaryProject(`services:
  web: { ${sleeper}, environment: { V: "\${V-1}" }, develop: { watch: [{ action: sync, path: compose.yaml, target: /f }] } }
`);
    const { context, ended } = demo.start("watch", "--no-up");
    await context.printed("Watching files of web\n");
    expect((await demo.slipway("ps", "-aq")).out).toBe("");
    expect((await demo.slipway("up", "-d")).code).toBe(0);
    const before = (await demo.slipway("ps", "-q", "--no-trunc")).out;
    await demo.write(".env", "V=2\n");
    await context.printed(".env has changed: `slipway up -d` applies it to what runs\n");
    context.interrupt();
    await ended;
    expect((await demo.slipway("ps", "-q", "--no-trunc")).out).toBe(before);
    expect((await demo.slipway("exec", "-T", "web", "sh", "-c", "echo $V")).out).toBe("1\n");
  });
});

describe("rebuilding", () => {
  const rule = "develop: { watch: [{ action: rebuild, path: app }] }";
  const dockerfile = (version: number): string => `FROM busybox:1.36\nRUN echo building version ${version}\n`;
  const files = async (demo: TemporaryProject): Promise<void> => {
    await mkdir(join(demo.start("version").context.cwd, "app"));
    await demo.write("app/Dockerfile", dockerfile(1));
  };

  test("two services that share an image have it built once, and are both recreated", async () => {
    const shared = `image: shared-${process.pid}, build: app, command: [sleep, infinity], stop_signal: SIGKILL, ${rule}`;
    await using demo = await temporaryProject(`services: { a: { ${shared} }, b: { ${shared} } }\n`);
    await files(demo);
    const { context, ended } = demo.start("watch");
    await context.printed("Watching files of a, b\n");
    const before = (await demo.slipway("ps", "-q", "--no-trunc")).out;
    const built = (): number => context.err().split(`Image shared-${process.pid}  Built\n`).length - 1;
    expect(built()).toBe(1);
    await demo.write("app/Dockerfile", dockerfile(2));
    await context.printed("a, b: rebuilding\na, b: rebuilt\n");
    expect(built()).toBe(2);
    const after = (await demo.slipway("ps", "-q", "--no-trunc")).out;
    for (const id of before.trim().split("\n")) expect(after).not.toContain(id);
    expect(after.trim().split("\n")).toHaveLength(2);
    context.interrupt();
    await ended;
    await demo.slipway("down", "-t", "0", "--rmi", "all");
  });

  test("--quiet hides what builds print, and --prune=false keeps the images that are replaced", async () => {
    await using demo = await temporaryProject(
      `services: { web: { build: app, command: [sleep, infinity], stop_signal: SIGKILL, ${rule} } }\n`,
    );
    await files(demo);
    const engine = connectEngine({ env: process.env });
    const play = async (...options: string[]): Promise<{ readonly said: string; readonly old: boolean }> => {
      await demo.write("app/Dockerfile", dockerfile(1));
      const { context, ended } = demo.start("watch", ...options);
      await context.printed("Watching files of web\n");
      const before = await engine.images.inspect(`${demo.name}-web`);
      await demo.write("app/Dockerfile", dockerfile(2));
      await context.printed("web: rebuilt\n");
      context.interrupt();
      await ended;
      const old = before && (await engine.images.inspect(before.Id));
      if (old) await engine.images.remove(old.Id);
      return { said: context.out() + context.err(), old: old !== undefined };
    };
    try {
      const loud = await play();
      expect(loud.said).toContain("building version 2");
      expect(loud.old).toBe(false);
      const quiet = await play("--quiet", "--prune=false");
      expect(quiet.said).not.toContain("building version");
      expect(quiet.old).toBe(true);
    } finally {
      engine.close();
      await demo.slipway("down", "-t", "0", "--rmi", "all");
    }
  });
});
