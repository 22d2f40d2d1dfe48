import { describe, expect, test } from "bun:test";
import { projectAfter, type TemporaryProject, temporaryProject } from "../testing/temporary-project.ts";

const sleeper = `image: "busybox:1.36", command: [sleep, infinity], stop_signal: SIGKILL`;
const file = `services:
  far: { ${sleeper}, depends_on: { web: { condition: service_started, restart: true } } }
  web: { ${sleeper}, environment: { COLOUR: blue }, depends_on: { db: { condition: service_healthy, restart: true } } }
  loose: { ${sleeper}, depends_on: [db] }
  db: { ${sleeper}, healthcheck: { test: [CMD, test, -e, /ready], interval: 100ms, retries: 1000 } }
`;

/** All of them run, and the database is healthy from its first probe on. */
const up = (): Promise<TemporaryProject> => projectAfter(["up", "-d"], file.replace("test, -e, /ready", '"true"'));

describe.concurrent("start and restart", () => {
  test("start --wait gives up after --wait-timeout, and names what it waited for", async () => {
    await using demo = await projectAfter(["create", "db"], file);
    const { code, err } = await demo.slipway("start", "--wait", "--wait-timeout", "1", "db");
    expect(code).toBe(1);
    expect(err).toContain(`error[STACK_WAIT_TIMEOUT]: not ready after 1 s: ${demo.name}-db-1\n`);
  });

  test("start --wait returns when what was named is healthy", async () => {
    await using demo = await projectAfter(["create"], file);
    expect(await demo.slipway("start", "db")).toMatchObject({ code: 0 });
    const waiting = demo.slipway("start", "--wait", "db");
    expect(await demo.slipway("exec", "-T", "db", "touch", "/ready")).toMatchObject({ code: 0 });
    expect((await waiting).code).toBe(0);
    const { out } = await demo.slipway("ps", "-a", "--format", "json", "db", "web");
    const rows = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    const states = Object.fromEntries(rows.map(({ Service, State, Health }) => [Service, `${State} ${Health}`.trim()]));
    expect(states).toEqual({ db: "running healthy", web: "created" });
  });

  test("restart takes along who says restart: true, near or far, once its dependency is healthy", async () => {
    await using demo = await up();
    const { code, err } = await demo.slipway("restart", "db");
    expect(code).toBe(0);
    const steps = err.match(/(?<=-)\w+(?=-1 +(Restarted|Healthy)$)/gm);
    expect(steps).toEqual(["db", "db", "web", "far"]);
    expect((await demo.slipway("restart", "--no-deps", "db")).err).not.toContain("web");
  });

  test("restart says that an edited environment needs up, and up applies it", async () => {
    const text = `services:\n  web: { ${sleeper}, environment: { COLOUR: blue } }\n`;
    await using demo = await projectAfter(["up", "-d"], text);
    await demo.write("compose.yaml", `name: ${demo.name}\n${text.replace("blue", "red")}`);
    const colour = async (): Promise<string> =>
      (await demo.slipway("exec", "-T", "web", "sh", "-c", "echo $COLOUR")).out;
    const { err, code } = await demo.slipway("restart", "web");
    expect(code).toBe(0);
    expect(err).toContain(
      'warning[STACK_OUTDATED]: the containers of service "web" go on as they were made: environment.COLOUR changed\n' +
        "hint: `slipway up -d web` applies it\n",
    );
    expect(await colour()).toBe("blue\n");
    expect(await demo.slipway("up", "-d", "web")).toMatchObject({ code: 0 });
    expect(await colour()).toBe("red\n");
    expect((await demo.slipway("restart", "web")).err).not.toContain("STACK_OUTDATED");
  });

  test("with -p and no file they work from the labels, as stop, pause, kill, rm and down do", async () => {
    await using demo = await up();
    await using elsewhere = await temporaryProject("services: {}\n");
    const labels = (...argv: string[]) => elsewhere.slipway("-p", demo.name, ...argv);
    const order = async (word: string, ...argv: string[]): Promise<readonly string[]> => {
      const { code, err } = await labels(...argv);
      expect({ argv, code }).toEqual({ argv, code: 0 });
      return err.match(new RegExp(`(?<=-)\\w+(?=-1 +${word}$)`, "gm")) ?? [];
    };
    expect(await order("Stopped", "stop", "far", "web")).toEqual(["far", "web"]);
    expect(await order("Started", "start", "web", "far")).toEqual(["web", "far"]);
    expect(await order("Restarted", "restart", "web")).toEqual(["web", "far"]);
    expect(await order("Paused", "pause", "loose")).toEqual(["loose"]);
    expect(await order("Unpaused", "unpause", "loose#1")).toEqual(["loose"]);
    expect(await order("Killed", "kill", "loose")).toEqual(["loose"]);
    expect(await order("Removed", "rm", "-f", "loose")).toEqual(["loose"]);
    const removed = (await order("Removed", "down")).filter((name) => name !== "default");
    expect(removed).toEqual(["far", "web", "db"]);
  });
});
