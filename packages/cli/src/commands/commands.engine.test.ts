import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { projectAfter, type TemporaryProject, temporaryProject } from "../testing/temporary-project.ts";

const service = (command: string, more = ""): string =>
  `{ image: "busybox:1.36", command: ["sh", "-c", ${JSON.stringify(command)}], stop_signal: SIGKILL${more && `, ${more}`} }`;

const web = service(
  "echo hello from web; echo oops >&2; while :; do sleep 1; done",
  "depends_on: [db], environment: { COLOUR: blue }",
);
const db = service("echo ready; while :; do sleep 1; done", "volumes: ['data:/data']");
const file = `services:\n  web: ${web}\n  db: ${db}\nvolumes:\n  data: {}\n`;

describe("a project that runs", () => {
  let demo: TemporaryProject;
  // One for all: they leave it as it is. What failed at the first test is tried again at the next.
  beforeEach(async () => {
    demo ??= await projectAfter(["up", "-d"], file);
  });
  afterAll(() => demo?.[Symbol.asyncDispose]());

  test("has nothing to do at the next up, and plan says so with exit code 0", async () => {
    const nothing = "Nothing to do: 4 resources are as the project says.\n";
    expect(await demo.slipway("up", "-d")).toEqual({ code: 0, out: "", err: nothing });
    expect(await demo.slipway("plan", "--detailed-exitcode")).toEqual({ code: 0, out: nothing, err: "" });
  });

  test("is listed by ps, as a table, as JSON lines, as names and as ids", async () => {
    const { out } = await demo.slipway("ps");
    expect(out).toMatch(
      new RegExp(
        `^NAME +IMAGE +COMMAND +SERVICE +CREATED +STATUS +PORTS\n${demo.name}-db-1 .*\n${demo.name}-web-1 .*Up `,
      ),
    );
    const lines = (await demo.slipway("ps", "--format", "json")).out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ Service, State }) => [Service, State])).toEqual([
      ["db", "running"],
      ["web", "running"],
    ]);
    expect((await demo.slipway("ps", "--services")).out).toBe("db\nweb\n");
    expect((await demo.slipway("ps", "-q", "web")).out).toMatch(/^[0-9a-f]{64}\n$/);
    expect((await demo.slipway("ps", "--status", "exited", "-q")).out).toBe("");
  });

  test("is seen from anywhere by its name, and by ls", async () => {
    await using elsewhere = await temporaryProject("services: { x: { image: x } }\n");
    expect((await elsewhere.slipway("-p", demo.name, "ps", "--services")).out).toBe("db\nweb\n");
    const rows = JSON.parse((await elsewhere.slipway("ls", "--format", "json", "--filter", `name=${demo.name}`)).out);
    expect(rows).toMatchObject([{ Name: demo.name, Status: "running(2)" }]);
  });

  test("shows what its containers printed", async () => {
    await Promise.all(["hello from web\n", "oops\n"].map((text) => demo.printed("web", text)));
    await demo.printed("db", "ready\n");
    const { code, out } = await demo.slipway("logs", "web");
    expect(code).toBe(0);
    expect(out.split("\n").sort()).toEqual(["", "web-1  | hello from web", "web-1  | oops"]);
    expect((await demo.slipway("logs", "--no-log-prefix", "-n", "1", "db")).out).toBe("ready\n");
    expect((await demo.slipway("logs", "-t", "--no-log-prefix", "db")).out).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z ready\n$/,
    );
  });

  test("goes on with the output until it is interrupted, which is exit code 130", async () => {
    const { context, ended } = demo.start("logs", "-f", "db");
    await context.printed("db-1  | ready");
    context.interrupt();
    const { code, out, err } = await ended;
    expect({ code, out, err }).toEqual({ code: 130, out: "db-1  | ready\n", err: "" });
  });

  test("lets exec work in a container, with the child's exit code, streams and variables", async () => {
    expect(
      await demo.slipway("exec", "-T", "-e", "WHO=me", "web", "sh", "-c", "echo $WHO $COLOUR; echo bad >&2; exit 7"),
    ).toEqual({
      code: 7,
      out: "me blue\n",
      err: "bad\n",
    });
  });

  test("names the nearest service when there is none of a name", async () => {
    expect(await demo.slipway("exec", "-T", "wbe", "true")).toEqual({
      code: 1,
      out: "",
      err: `error[CLI_NO_SUCH_SERVICE]: project "${demo.name}" has no service "wbe"\nhint: did you mean "web"?\n`,
    });
  });

  test("runs one-off commands, with their exit code and without a trace after --rm", async () => {
    expect(
      await demo.slipway("run", "--rm", "-T", "-e", "COLOUR=red", "web", "sh", "-c", "echo $COLOUR; exit 3"),
    ).toMatchObject({
      code: 3,
      out: "red\n",
    });
    expect((await demo.slipway("ps", "-a", "--services")).out).toBe("db\nweb\n");
  });
});

describe.concurrent("a project's life", () => {
  test("plan tells what up then does, and --dry-run changes nothing", async () => {
    await using demo = await temporaryProject(file);
    const planned = await demo.slipway("plan", "--detailed-exitcode");
    expect(planned.code).toBe(2);
    expect(planned.out).toContain(`+ create   container ${demo.name}-web-1`);
    expect(planned.out).toEndWith("Plan: 4 to create.\n");
    expect(await demo.slipway("--dry-run", "up", "-d")).toEqual({ code: 0, out: planned.out, err: "" });
    expect((await demo.slipway("ps", "-aq")).out).toBe("");
    const { err } = await demo.slipway("up", "-d");
    expect(err).toContain(` Container ${demo.name}-db-1  Started\n`);
    await demo.write("compose.yaml", `name: ${demo.name}\n${file.replace("blue", "green")}`);
    expect((await demo.slipway("plan")).out).toBe(
      `~ recreate container ${demo.name}-web-1  environment.COLOUR changed\n\nPlan: 1 to recreate, 3 unchanged.\n`,
    );
  });

  test("stop, start, restart and down each do what they say", async () => {
    await using demo = await temporaryProject(file);
    await demo.slipway("up", "-d");
    expect((await demo.slipway("stop", "web")).err).toEndWith(` Container ${demo.name}-web-1  Stopped\n`);
    expect((await demo.slipway("ps", "--services")).out).toBe("db\n");
    expect((await demo.slipway("start")).err).toEndWith(` Container ${demo.name}-web-1  Started\n`);
    expect((await demo.slipway("restart", "-t", "0", "db")).err).toEndWith(` Container ${demo.name}-db-1  Restarted\n`);
    expect((await demo.slipway("--dry-run", "down")).out).toEndWith("Plan: 3 to remove.\n");
    expect((await demo.slipway("ps", "--services")).out).toBe("db\nweb\n");
    expect(await demo.slipway("down")).toMatchObject({ code: 0 });
    expect((await demo.slipway("ps", "-aq")).out).toBe("");
    expect((await demo.slipway("--dry-run", "down", "-v")).out).toContain(`- remove   volume ${demo.name}_data`);
  });

  test("up shows the output, stops at the first interrupt and ends with 130", async () => {
    await using demo = await temporaryProject(file);
    const { context, ended } = demo.start("up");
    await context.printed("| hello from web");
    context.interrupt();
    const { code, err } = await ended;
    expect(code).toBe(130);
    expect(err).toContain("Gracefully stopping... (press Ctrl+C again to force)\n");
    expect((await demo.slipway("ps", "-q")).out).toBe("");
  });

  test("up ends by itself when all containers have exited", async () => {
    await using demo = await temporaryProject(
      `services:\n  one: ${service("echo 1")}\n  two: ${service("sleep 0.2; echo 2; exit 5")}\n`,
    );
    const { code, out } = await demo.slipway("up");
    expect(code).toBe(0);
    expect(out.split("\n")).toContain("two-1  | 2");
  });

  test("up gives the exit code that is asked for", async () => {
    const job = service("sleep 0.5; exit 9");
    await using demo = await temporaryProject(
      `services:\n  job: ${job}\n  web: ${service("while :; do sleep 1; done")}\n`,
    );
    expect((await demo.slipway("up", "--exit-code-from", "job")).code).toBe(9);
    expect((await demo.slipway("ps", "-q")).out).toBe("");
    expect((await demo.slipway("up", "--abort-on-container-failure")).code).toBe(9);
  });
});

describe("setup", () => {
  test("tells which engine answers", async () => {
    await using demo = await temporaryProject("services: { x: { image: x } }\n");
    const { out } = await demo.slipway("setup", "--format", "json");
    const { checks } = JSON.parse(out);
    expect(checks[0].text).toMatch(/^(Docker Engine|Podman) [\d.]+\S* \(API 1\.\d+\) at /);
  });
});
