import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServer, type Server } from "node:net";
import { type TemporaryProject, temporaryProject } from "../testing/temporary-project.ts";

const sleeper = `image: "busybox:1.36", command: [sleep, infinity], stop_signal: SIGKILL`;

describe("a port that somebody else has", () => {
  let demo: TemporaryProject;
  let holder: Server;
  let port = 0;
  const states = async (): Promise<Record<string, string>> => {
    const { out } = await demo.slipway("ps", "-a", "--orphans", "--format", "json");
    const rows = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    return Object.fromEntries(rows.map(({ Name, State }) => [Name.replace(`${demo.name}-`, ""), State]));
  };
  const taken = (service: string): string =>
    `error[STACK_PORT_TAKEN]: the port 127.0.0.1:${port}/tcp, which service "${service}" publishes, is held by the process `;
  beforeAll(async () => {
    holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    port = (holder.address() as { readonly port: number }).port;
    demo = await temporaryProject(`services:
  db: { ${sleeper} }
  web: { ${sleeper}, depends_on: [db], ports: ["127.0.0.1:${port}:80"] }
`);
    expect(await demo.slipway("create")).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    holder.close();
    await demo[Symbol.asyncDispose]();
  });

  test("start tells who, and starts nothing", async () => {
    const { code, err } = await demo.slipway("start");
    expect({ code, told: err.startsWith(taken("web")) }).toEqual({ code: 1, told: true });
    expect(await states()).toEqual({ "db-1": "created", "web-1": "created" });
  });

  test("restart tells who, and restarts nothing", async () => {
    const { code, err } = await demo.slipway("restart");
    expect({ code, told: err.startsWith(taken("web")) }).toEqual({ code: 1, told: true });
    expect(await states()).toEqual({ "db-1": "created", "web-1": "created" });
  });

  test("it counts with what a container was made with, not with what the file says by now", async () => {
    const elsewhere = await temporaryProject("services: {}\n");
    try {
      const { code, err } = await elsewhere.slipway("-p", demo.name, "start", "web");
      expect({ code, told: err.startsWith(taken("web")) }).toEqual({ code: 1, told: true });
    } finally {
      await elsewhere[Symbol.asyncDispose]();
    }
  });

  test("run --service-ports tells who and where the port is named, and starts no dependency", async () => {
    const { code, err } = await demo.slipway("run", "--rm", "-T", "--service-ports", "web", "true");
    expect({ code, told: err.startsWith(taken("web")) }).toEqual({ code: 1, told: true });
    expect(err).toContain("compose.yaml:4:");
    expect(await states()).toEqual({ "db-1": "created", "web-1": "created" });
    const own = await demo.slipway("run", "--rm", "-T", "-p", `127.0.0.1:${port}:81`, "web", "true");
    expect({ code: own.code, told: own.err.startsWith(taken("web")) }).toEqual({ code: 1, told: true });
  });

  test("run without its ports runs, and scale tells who", async () => {
    expect(await demo.slipway("run", "--rm", "-T", "web", "true")).toMatchObject({ code: 0 });
    const { code, err } = await demo.slipway("scale", "web=2");
    expect({ code, told: err.includes(taken("web")) }).toEqual({ code: 1, told: true });
    expect(await states()).toEqual({ "db-1": "running", "web-1": "created" });
  });

  test("when it is free all of them start, and a restart of what holds its own port is no clash", async () => {
    await new Promise((resolve) => holder.close(resolve));
    expect(await demo.slipway("start")).toMatchObject({ code: 0 });
    expect(await demo.slipway("restart", "-t", "0")).toMatchObject({ code: 0 });
    expect(await states()).toEqual({ "db-1": "running", "web-1": "running" });
    const beside = await demo.slipway("run", "--rm", "-T", "--service-ports", "web", "true");
    expect(beside.err).toContain(`is held by the container ${demo.name}-web-1 (service "web" of this project)`);
  });
});
