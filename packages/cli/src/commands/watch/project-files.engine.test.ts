import { describe, expect, test } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { connectEngine } from "@slipway/engine";
import { type TemporaryProject, temporaryProject } from "../../testing/temporary-project.ts";
import { type WatchedProject, watchedProject } from "../../testing/watched-project.ts";

const sleeper = `image: "busybox:1.36", command: [sleep, infinity], stop_signal: SIGKILL`;

const base = (value: string): string => `services: { base: { environment: { FROM_EXTENDED: ${value} } } }\n`;
const included = (value: string): string =>
  `services: { other: { ${sleeper}, environment: { FROM_INCLUDED: ${value} } } }\n`;
const file = `include: [more/compose.yaml]
services:
  web:
    ${sleeper.replaceAll(", ", "\n    ").replace("[sleep\n    infinity]", "[sleep, infinity]")}
    extends: { file: base.yaml, service: base }
    env_file: [web.env, { path: maybe.env, required: false }]
    environment: { FROM_DOTENV: "\${FROM_DOTENV}" }
    develop: { watch: [{ action: sync, path: src, target: /src }] }
`;

const watched = (): Promise<WatchedProject> =>
  watchedProject(
    file,
    {
      "base.yaml": base("one"),
      "more/compose.yaml": included("one"),
      "web.env": "FROM_ENV_FILE=one\n",
      ".env": "FROM_DOTENV=one\n",
      "src/here": "",
    },
    "Watching files of web\n",
  );

async function variable({ demo }: WatchedProject, name: string, service = "web"): Promise<string> {
  return (await demo.slipway("exec", "-T", service, "sh", "-c", `echo $${name}`)).out.trim();
}

/** Writes a file and waits until that has been applied. */
async function applied({ demo, context }: WatchedProject, path: string, text: string): Promise<void> {
  const before = context.out().length;
  await demo.write(path, text);
  await context.printed(`${path} has changed: applying it\nWatching files of web\n`, before);
}

describe.concurrent("the files that a project is read from", () => {
  test("an extended file, an included one, an env_file and .env are applied when they change", async () => {
    await using it = await watched();
    await applied(it, "base.yaml", base("two"));
    expect(await variable(it, "FROM_EXTENDED")).toBe("two");
    await applied(it, "more/compose.yaml", included("two"));
    expect(await variable(it, "FROM_INCLUDED", "other")).toBe("two");
    await applied(it, "web.env", "FROM_ENV_FILE=two\n");
    expect(await variable(it, "FROM_ENV_FILE")).toBe("two");
    await applied(it, ".env", "FROM_DOTENV=two\n");
    expect(await variable(it, "FROM_DOTENV")).toBe("two");
  });

  test("what was missing is applied when it appears: an env_file that need not be there, an override file", async () => {
    await using it = await watched();
    await applied(it, "maybe.env", "MAYBE=here\n");
    expect(await variable(it, "MAYBE")).toBe("here");
    await applied(it, "compose.override.yaml", "services: { web: { environment: { OVERRIDE: here } } }\n");
    expect(await variable(it, "OVERRIDE")).toBe("here");
    const before = it.context.out().length;
    await rm(join(it.demo.directory, "compose.override.yaml"));
    await it.context.printed("compose.override.yaml has changed: applying it\nWatching files of web\n", before);
    expect(await variable(it, "OVERRIDE")).toBe("");
  });

  test("one that is broken is told, and applied when it is whole again, though nothing else has changed", async () => {
    await using it = await watched();
    const { context, demo } = it;
    await demo.write("more/compose.yaml", "services: { other: { imaeg: x } }\n");
    await context.printed("more/compose.yaml has changed, but cannot be applied: going on as before\n");
    expect(context.err()).toContain("imaeg");
    await demo.write("src/meanwhile", "1");
    await context.printed("web: 1 path written in 1 container\n");
    await applied(it, "more/compose.yaml", included("three"));
    expect(await variable(it, "FROM_INCLUDED", "other")).toBe("three");
  });

  test("what changes together with a Compose file is synced too, by the new rules", async () => {
    await using it = await watched();
    const { context, demo } = it;
    const before = context.out().length;
    await demo.write("src/together", "1");
    await demo.write("web.env", "FROM_ENV_FILE=three\n");
    await context.printed("web.env has changed: applying it\nWatching files of web\n", before);
    expect(await variable(it, "FROM_ENV_FILE")).toBe("three");
    await it.until(async () => (await demo.slipway("exec", "-T", "web", "ls", "/src")).out.includes("together"));
  });

  test("a file that no longer has rules is applied, told, and watched on", async () => {
    await using it = await watched();
    const { context, demo } = it;
    const before = context.out().length;
    await demo.write("base.yaml", "services: { base: { develop: { watch: [{ action: rebuild, path: src }] } } }\n");
    await context.printed("Watching goes on as before\n", before);
    expect(context.err()).toContain("STACK_WATCH_NO_BUILD");
    await applied(it, "base.yaml", base("four"));
    expect(await variable(it, "FROM_EXTENDED")).toBe("four");
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
  // No layer is shared with what another test builds and removes.
  const dockerfile = ({ name }: TemporaryProject, version: number): string =>
    `FROM busybox:1.36\nLABEL of=${name}\nRUN echo building version ${version}\n`;
  test("two services that share an image have it built once, and are both recreated", async () => {
    const image = `shared-${crypto.randomUUID()}`;
    const shared = `image: ${image}, build: app, command: [sleep, infinity], stop_signal: SIGKILL, ${rule}`;
    await using demo = await temporaryProject(`services: { a: { ${shared} }, b: { ${shared} } }\n`);
    await demo.write("app/Dockerfile", dockerfile(demo, 1));
    const { context, ended } = demo.start("watch");
    await context.printed("Watching files of a, b\n");
    const before = (await demo.slipway("ps", "-q", "--no-trunc")).out;
    const built = (): number => context.err().split(`Image ${image}  Built\n`).length - 1;
    expect(built()).toBe(1);
    await demo.write("app/Dockerfile", dockerfile(demo, 2));
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
    await demo.write("app/Dockerfile", dockerfile(demo, 1));
    const engine = connectEngine({ env: process.env });
    const play = async (...options: string[]): Promise<{ readonly said: string; readonly old: boolean }> => {
      await demo.write("app/Dockerfile", dockerfile(demo, 1));
      const { context, ended } = demo.start("watch", ...options);
      await context.printed("Watching files of web\n");
      const before = await engine.images.inspect(`${demo.name}-web`);
      await demo.write("app/Dockerfile", dockerfile(demo, 2));
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
