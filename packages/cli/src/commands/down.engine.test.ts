import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { connectEngine } from "@slipway/engine";
import { type TemporaryProject, temporaryProject } from "../testing/temporary-project.ts";

/** No layer is shared with what another attempt builds and removes. */
const file = (): string => `services:
  built:
    build: { context: ., dockerfile_inline: "FROM busybox:1.36\\nLABEL of=${crypto.randomUUID()}\\nCMD sleep infinity" }
    stop_signal: SIGKILL
`;

describe("what belongs to a project", () => {
  const engine = connectEngine({ env: process.env });
  let demo: TemporaryProject;
  const names = async (): Promise<readonly string[]> => {
    const found = await engine.containers.list({ all: true, filters: { name: [demo.name] } });
    return found.map(({ Names }) => (Names[0] ?? "").replace(`/${demo.name}-`, "")).sort();
  };
  beforeEach(async () => {
    demo = await temporaryProject(file());
    expect(await demo.slipway("up", "-d", "--quiet-build")).toMatchObject({ code: 0 });
  });
  afterEach(async () => {
    for (const name of await names()) await engine.containers.remove(`${demo.name}-${name}`, { force: true });
    await demo.slipway("down", "--rmi", "local");
    await demo[Symbol.asyncDispose]();
  });

  test("a container that somebody made from an image of the project is not a part of it", async () => {
    const image = `${demo.name}-built`;
    const { Id } = await engine.containers.create({ Image: image }, { name: `${demo.name}-foreign` });
    await engine.containers.start(Id);
    expect((await demo.slipway("ps", "-a", "-q")).out.trim().split("\n")).toHaveLength(1);
    const since = (Date.now() / 1000 - 60).toFixed(3);
    const { out: events } = await demo.slipway("events", "--since", since, "--until", (Date.now() / 1000).toFixed(3));
    expect(events).toContain(`${demo.name}-built-1`);
    expect(events).not.toContain(`${demo.name}-foreign`);
    expect(await demo.slipway("kill")).toMatchObject({ code: 0 });
    const { code, err } = await demo.slipway("down", "--rmi", "local");
    expect(code).toBe(0);
    expect(await names()).toEqual(["foreign"]);
    expect(err).toContain(`Image ${image}  Still in use\n`);
    expect(err).toContain(`warning[STACK_IMAGE_IN_USE]: the image "${image}" is still used by a container\n`);
    expect((await engine.containers.inspect(Id)).State.Running).toBe(true);
  });

  test("down --rmi local knows what was built, also without a file", async () => {
    expect(await demo.slipway("-p", demo.name, "down", "--rmi", "local")).toMatchObject({ code: 0 });
    expect(await engine.images.inspect(`${demo.name}-built`)).toBeUndefined();
    expect(await engine.images.inspect("busybox:1.36")).toBeDefined();
  });

  test("containers of run are left by stop, restart and rm, and go with kill and down", async () => {
    expect(await demo.slipway("run", "-d", "--name", `${demo.name}-once`, "built", "sleep", "infinity")).toMatchObject({
      code: 0,
    });
    const isRunning = async (): Promise<boolean> =>
      (await engine.containers.inspect(`${demo.name}-once`)).State.Running === true;
    expect(await demo.slipway("stop", "built")).toMatchObject({ code: 0 });
    expect(await demo.slipway("restart", "built")).toMatchObject({ code: 0 });
    expect(await isRunning()).toBe(true);
    expect(await demo.slipway("kill", "built")).toMatchObject({ code: 0 });
    expect(await isRunning()).toBe(false);
    expect(await demo.slipway("rm", "-f")).toMatchObject({ code: 0 });
    expect(await names()).toEqual(["once"]);
    expect(await demo.slipway("down")).toMatchObject({ code: 0 });
    expect(await names()).toEqual([]);
  });

  test("start refuses a service without containers, and a command with nothing to do says so", async () => {
    expect(await demo.slipway("unpause")).toEqual({ code: 0, out: "", err: "Nothing to do.\n" });
    expect(await demo.slipway("rm", "-fs")).toMatchObject({ code: 0 });
    expect(await demo.slipway("start")).toEqual({
      code: 1,
      out: "",
      err:
        'error[STACK_NOT_CREATED]: service "built" has no container to start\n' +
        "hint: make it and start it with `slipway up -d built`\n",
    });
  });
});

test("with the file of a secret gone, what runs can be looked at, stopped and taken down, and not started", async () => {
  await using demo = await temporaryProject(`services:
  web: { image: "busybox:1.36", command: [sleep, infinity], stop_signal: SIGKILL, secrets: [token] }
secrets: { token: { file: token.txt } }
`);
  await demo.write("token.txt", "hush");
  expect(await demo.slipway("up", "-d")).toMatchObject({ code: 0 });
  await demo.remove("token.txt");
  for (const verb of ["plan", "up -d", "run web true", "restart -t 0"]) {
    const { code, err } = await demo.slipway(...verb.split(" "));
    expect([verb, code]).toEqual([verb, 1]);
    expect(err).toContain("error[STACK_FILE_UNREADABLE]");
  }
  for (const verb of ["ps", "stop", "kill", "rm -f", "down"]) {
    expect([verb, await demo.slipway(...verb.split(" "))]).toMatchObject([verb, { code: 0 }]);
  }
  expect((await demo.slipway("ps", "-a", "-q")).out).toBe("");
});
