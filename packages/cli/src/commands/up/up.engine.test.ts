import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TemporaryProject, temporaryProject } from "../../testing/temporary-project.ts";

const print = (text: string, then: string): string => `command: [sh, -c, "echo ${text}; ${then}"]`;
const busybox = `image: "busybox:1.36", stop_signal: SIGKILL`;
const file = `services:
  web: { ${busybox}, ${print("web is here", "exec sleep infinity")} }
  well: { ${busybox}, ${print("well", "exit 0")}, profiles: [jobs] }
  bad: { ${busybox}, ${print("bad", "exit 5")}, profiles: [jobs], depends_on: { well: { condition: service_completed_successfully } } }
`;

describe("up with its output shown", () => {
  let demo: TemporaryProject;
  beforeEach(async () => {
    demo = await temporaryProject(file);
  });
  afterEach(() => demo[Symbol.asyncDispose]());

  test("follows replicas that come later and those that are restarted, and ends when the last has gone", async () => {
    const { context, ended } = demo.start("up");
    await context.printed("web-1  | web is here\n");
    expect(await demo.slipway("scale", "web=2")).toMatchObject({ code: 0 });
    await context.printed("web-2  | web is here\n");
    expect(await demo.slipway("restart", "web#2")).toMatchObject({ code: 0 });
    await context.printed("web-2 exited with code 137\n");
    expect(await demo.slipway("kill", "web#1")).toMatchObject({ code: 0 });
    await context.printed("web-1 exited with code 137\n");
    expect(await demo.slipway("kill")).toMatchObject({ code: 0 });
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out.match(/web-2 +\| web is here/g)).toHaveLength(2);
    expect(out.match(/web-2 exited/g)).toHaveLength(2);
  });

  test("--abort-on-container-failure lets those end that end well, and gives the code of the one that failed", async () => {
    const argv = ["--profile", "jobs", "up", "--abort-on-container-failure", "--exit-code-from", "well"];
    const { code, out, err } = await demo.slipway(...argv);
    expect(code).toBe(5);
    expect(out).toContain("well-1 exited with code 0\n");
    expect(err).toContain("Stopping, because a container failed...\n");
    expect((await demo.slipway("ps", "-a", "--status", "running", "-q")).out).toBe("");
  });

  test("--timestamps and --no-log-prefix show the time and the line alone", async () => {
    const { out } = await demo.slipway("up", "--timestamps", "--no-log-prefix", "well");
    expect(out).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z well$/m);
  });

  test.each(["--attach", "--no-attach", "--exit-code-from"])("%s refuses a service that is not run", async (option) => {
    expect(await demo.slipway("up", option, "wbe")).toEqual({
      code: 1,
      out: "",
      err: `error[CLI_NOT_IN_UP]: ${option} names "wbe", which this up does not run\nhint: did you mean "web"?\n`,
    });
    expect((await demo.slipway("up", option, "bad")).err).toContain("hint: it runs web\n");
    expect((await demo.slipway("ps", "-aq")).out).toBe("");
  });
});
