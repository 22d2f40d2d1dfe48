import { describe, expect, test } from "bun:test";
import { projectAfter, type TemporaryProject, temporaryProject } from "../testing/temporary-project.ts";

const sleeper = `{ image: "busybox:1.36", command: [sleep, infinity], stop_signal: SIGKILL }`;
const file = `services:
  web: ${sleeper.replace("stop", "scale: 2, stop")}
  db: ${sleeper}
  job: { image: "busybox:1.36", command: [sh, -c, "exit 3"] }
`;

const up = (...services: string[]): Promise<TemporaryProject> => projectAfter(["up", "-d", ...services], file);

async function states(demo: TemporaryProject, ...services: string[]): Promise<Record<string, string>> {
  const { out } = await demo.slipway("ps", "-a", "--format", "json", ...services);
  const rows = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  return Object.fromEntries(rows.map(({ Name, State }) => [Name.replace(`${demo.name}-`, ""), State]));
}

describe.concurrent("the commands that change what runs", () => {
  test("create makes containers and starts none", async () => {
    await using demo = await temporaryProject(file);
    expect(await demo.slipway("create")).toMatchObject({ code: 0 });
    const made = { "db-1": "created", "job-1": "created", "web-1": "created", "web-2": "created" };
    expect(await states(demo)).toEqual(made);
  });

  test("wait tells how each container ended", async () => {
    await using demo = await up("job");
    const { code, out } = await demo.slipway("wait", "job");
    expect({ code, out }).toEqual({ code: 3, out: `container "${demo.name}-job-1" exited with status code 3\n` });
  });

  test("pause and unpause reach one replica as web#2", async () => {
    await using demo = await up("web");
    expect(await demo.slipway("pause", "web#2")).toMatchObject({ code: 0 });
    expect(await states(demo, "web")).toEqual({ "web-1": "running", "web-2": "paused" });
    expect(await demo.slipway("unpause")).toMatchObject({ code: 0 });
    expect(await states(demo, "web")).toEqual({ "web-1": "running", "web-2": "running" });
  });

  test("a replica that is not there is named with those that are", async () => {
    await using demo = await projectAfter(["create", "web"], file);
    const { code, err } = await demo.slipway("stop", "web#7");
    expect({ code, err }).toEqual({
      code: 1,
      err: 'error[CLI_NO_SUCH_REPLICA]: service "web" has no replica 7\nhint: there is web#1, web#2\n',
    });
  });

  test("stop, start and restart reach one replica", async () => {
    await using demo = await up("web");
    expect(await demo.slipway("stop", "web#1")).toMatchObject({ code: 0 });
    expect(await states(demo, "web")).toEqual({ "web-1": "exited", "web-2": "running" });
    expect(await demo.slipway("restart", "web#2")).toMatchObject({ code: 0 });
    expect(await demo.slipway("start", "web#1")).toMatchObject({ code: 0 });
    expect(await states(demo, "web")).toEqual({ "web-1": "running", "web-2": "running" });
  });

  test("kill sends a signal, and with --dry-run only says so", async () => {
    await using demo = await up("db");
    expect((await demo.slipway("--dry-run", "kill", "db")).out).toContain(`kill     container ${demo.name}-db-1`);
    expect(await states(demo, "db")).toEqual({ "db-1": "running" });
    expect(await demo.slipway("kill", "-s", "KILL", "db")).toMatchObject({ code: 0 });
    expect((await demo.slipway("wait", "db")).code).toBe(137);
  });

  test("rm asks, and without anybody to ask it refuses", async () => {
    await using demo = await projectAfter(["create", "db"], file);
    const { code, err } = await demo.slipway("rm", "db");
    expect(code).toBe(2);
    expect(err).toContain("slipway rm needs a yes, and nobody is there to give it");
    expect(await states(demo, "db")).toEqual({ "db-1": "created" });
  });

  test("rm -f removes what does not run, and with -s the rest", async () => {
    await using demo = await up("web", "db");
    expect(await demo.slipway("kill", "db")).toMatchObject({ code: 0 });
    expect(await demo.slipway("rm", "-f", "db", "web")).toMatchObject({ code: 0 });
    expect(await states(demo)).toEqual({ "web-1": "running", "web-2": "running" });
    expect(await demo.slipway("rm", "-fs", "web#2")).toMatchObject({ code: 0 });
    expect(await states(demo, "web")).toEqual({ "web-1": "running" });
  });

  test("scale goes up and back, and keeps the low numbers", async () => {
    await using demo = await temporaryProject(file);
    expect(await demo.slipway("scale", "web=4")).toMatchObject({ code: 0 });
    expect(Object.keys(await states(demo, "web"))).toEqual(["web-1", "web-2", "web-3", "web-4"]);
    expect(await demo.slipway("scale", "web=1")).toMatchObject({ code: 0 });
    expect(Object.keys(await states(demo, "web"))).toEqual(["web-1"]);
    expect((await demo.slipway("scale", "web=x")).err).toContain('SERVICE=N cannot be "web=x"');
  });

  test("scaling down removes containers of an older configuration first", async () => {
    await using demo = await up("web");
    await demo.write("compose.yaml", `name: ${demo.name}\n${file}`.replace("web: {", "web: { labels: { new: 'yes' },"));
    expect(await demo.slipway("up", "-d", "--no-recreate", "--scale", "web=3", "web")).toMatchObject({ code: 0 });
    expect(await demo.slipway("scale", "web=1")).toMatchObject({ code: 0 });
    expect(Object.keys(await states(demo, "web"))).toEqual(["web-3"]);
  });

  test("wait --down-project removes the project when the first container has ended", async () => {
    await using demo = await up("db", "job");
    expect((await demo.slipway("wait", "--down-project", "job")).code).toBe(3);
    expect(await states(demo)).toEqual({});
  });
});
