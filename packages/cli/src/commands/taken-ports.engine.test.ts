import { describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { projectAfter, type TemporaryProject, temporaryProject } from "../testing/temporary-project.ts";

const sleeper = `image: "busybox:1.36", command: [sleep, infinity], stop_signal: SIGKILL`;

interface Place extends AsyncDisposable {
  readonly demo: TemporaryProject;
  readonly port: number;
  /** The first line of the error that tells of it. */
  taken(service: string): string;
  /** Gives the port free. */
  release(): Promise<void>;
  states(): Promise<Record<string, string>>;
}

/** A project whose containers are made, and whose port this process has. */
async function place(): Promise<Place> {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as { readonly port: number };
  const release = (): Promise<void> => new Promise((resolve) => holder.close(() => resolve()));
  const demo = await projectAfter(
    ["create"],
    `services:
  db: { ${sleeper} }
  web: { ${sleeper}, depends_on: [db], ports: ["127.0.0.1:${port}:80"] }
`,
  );
  return {
    demo,
    port,
    release,
    taken: (service) =>
      `error[STACK_PORT_TAKEN]: the port 127.0.0.1:${port}/tcp, which service "${service}" publishes, is held by the process `,
    async states() {
      const { out } = await demo.slipway("ps", "-a", "--orphans", "--format", "json");
      const rows = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
      return Object.fromEntries(rows.map(({ Name, State }) => [Name.replace(`${demo.name}-`, ""), State]));
    },
    async [Symbol.asyncDispose]() {
      await demo[Symbol.asyncDispose]();
      await release();
    },
  };
}

describe.concurrent("a port that somebody else has", () => {
  test("start tells who, and starts nothing", async () => {
    await using it = await place();
    const { demo } = it;
    const { code, err } = await demo.slipway("start");
    expect({ code, told: err.startsWith(it.taken("web")) }).toEqual({ code: 1, told: true });
    expect(await it.states()).toEqual({ "db-1": "created", "web-1": "created" });
  });

  test("restart tells who, and restarts nothing", async () => {
    await using it = await place();
    const { demo } = it;
    const { code, err } = await demo.slipway("restart");
    expect({ code, told: err.startsWith(it.taken("web")) }).toEqual({ code: 1, told: true });
    expect(await it.states()).toEqual({ "db-1": "created", "web-1": "created" });
  });

  test("it counts with what a container was made with, not with what the file says by now", async () => {
    await using it = await place();
    const { demo } = it;
    await using elsewhere = await temporaryProject("services: {}\n");
    const { code, err } = await elsewhere.slipway("-p", demo.name, "start", "web");
    expect({ code, told: err.startsWith(it.taken("web")) }).toEqual({ code: 1, told: true });
  });

  test("run --service-ports tells who and where the port is named, and starts no dependency", async () => {
    await using it = await place();
    const { demo } = it;
    const { code, err } = await demo.slipway("run", "--rm", "-T", "--service-ports", "web", "true");
    expect({ code, told: err.startsWith(it.taken("web")) }).toEqual({ code: 1, told: true });
    expect(err).toContain("compose.yaml:4:");
    expect(await it.states()).toEqual({ "db-1": "created", "web-1": "created" });
    const own = await demo.slipway("run", "--rm", "-T", "-p", `127.0.0.1:${it.port}:81`, "web", "true");
    expect({ code: own.code, told: own.err.startsWith(it.taken("web")) }).toEqual({ code: 1, told: true });
  });

  test("run without its ports runs, and scale tells who", async () => {
    await using it = await place();
    const { demo } = it;
    expect(await demo.slipway("run", "--rm", "-T", "web", "true")).toMatchObject({ code: 0 });
    const { code, err } = await demo.slipway("scale", "web=2");
    expect({ code, told: err.includes(it.taken("web")) }).toEqual({ code: 1, told: true });
    expect(await it.states()).toEqual({ "db-1": "running", "web-1": "created" });
  });

  test("when it is free all of them start, and a restart of what holds its own port is no clash", async () => {
    await using it = await place();
    const { demo } = it;
    await it.release();
    expect(await demo.slipway("start")).toMatchObject({ code: 0 });
    expect(await demo.slipway("restart", "-t", "0")).toMatchObject({ code: 0 });
    expect(await it.states()).toEqual({ "db-1": "running", "web-1": "running" });
    const beside = await demo.slipway("run", "--rm", "-T", "--service-ports", "web", "true");
    expect(beside.err).toContain(`is held by the container ${demo.name}-web-1 (service "web" of this project)`);
  });
});
