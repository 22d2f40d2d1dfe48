import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { connectEngine } from "@slipway/engine";
import { type TemporaryProject, temporaryProject } from "../../testing/temporary-project.ts";

const job = (command: string): string =>
  `{ image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(command)}], environment: { A: service, B: service } }`;

describe("run", () => {
  let demo: TemporaryProject;
  beforeEach(async () => {
    demo = await temporaryProject(`services:\n  job: ${job("echo $$A $$B $$C; grep CapEff /proc/self/status")}\n`);
    await demo.write("extra.env", "A=file\nB=file\nC='from a file'\n");
  });
  afterEach(() => demo[Symbol.asyncDispose]());

  test("--env-from-file sets variables before the service's own, and -e before those", async () => {
    const { code, out, err } = await demo.slipway(
      "run",
      "--rm",
      "-T",
      "--env-from-file",
      "extra.env",
      "-e",
      "B=typed",
      "job",
    );
    expect({ code, err: code === 0 ? "" : err, first: out.split("\n")[0] }).toEqual({
      code: 0,
      err: "",
      first: "file typed from a file",
    });
  });

  test("a file of variables that is not there is named", async () => {
    const { code, err } = await demo.slipway("run", "--rm", "-T", "--env-from-file", "none.env", "job");
    expect(code).toBe(1);
    expect(err).toContain("error[CLI_ENV_FILE]: the variables of none.env cannot be read: there is no such file");
  });

  test("--cap-drop and --cap-add change what the process may do", async () => {
    const capabilities = async (...options: string[]): Promise<string | undefined> =>
      /CapEff:\s*(\w+)/.exec((await demo.slipway("run", "--rm", "-T", ...options, "job")).out)?.[1];
    expect(await capabilities("--cap-drop", "ALL")).toBe("0000000000000000");
    expect(await capabilities("--cap-drop", "ALL", "--cap-add", "NET_ADMIN")).toBe("0000000000001000");
  });

  test("--remove-orphans removes containers of services that are gone", async () => {
    await demo.write("compose.yaml", `name: ${demo.name}\nservices:\n  job: ${job("true")}\n  old: ${job("true")}\n`);
    expect(await demo.slipway("create", "old")).toMatchObject({ code: 0 });
    await demo.write("compose.yaml", `name: ${demo.name}\nservices:\n  job: ${job("true")}\n`);
    expect(await demo.slipway("run", "--rm", "-T", "--remove-orphans", "job")).toMatchObject({ code: 0 });
    expect((await demo.slipway("ps", "-aq")).out).toBe("");
  });
});

test("a read-only service takes the copies of its configs along when it goes, and never those of a replica", async () => {
  const text = (content: string): string => `configs: { text: { content: ${content} } }
services:
  web: { image: "busybox:1.36", command: [sleep, infinity], stop_signal: SIGKILL, read_only: true, configs: [{ source: text, target: /etc/text/it }] }
`;
  await using demo = await temporaryProject(text("old"));
  const engine = connectEngine({ env: process.env });
  const volumes = async (): Promise<readonly string[]> =>
    (await engine.volumes.list({ filters: { label: [`com.docker.compose.project=${demo.name}`] } }))
      .map(({ Name }) => Name)
      .sort();
  try {
    const read = ["web", "cat", "/etc/text/it"];
    expect(await demo.slipway("up", "-d")).toMatchObject({ code: 0 });
    const before = await volumes();
    expect(before).toHaveLength(1);
    await demo.write("compose.yaml", `name: ${demo.name}\n${text("new")}`);
    expect((await demo.slipway("run", "--rm", "-T", ...read)).out).toBe("new");
    expect((await demo.slipway("exec", "-T", ...read)).out).toBe("old");
    expect((await demo.slipway("run", "--rm", "-T", "web", "no-such-program")).code).not.toBe(0);
    expect((await demo.slipway("run", "-T", "web", "no-such-program")).code).not.toBe(0);
    expect(await volumes()).toEqual(before);
    expect((await demo.slipway("run", "-T", ...read)).out).toBe("new");
    expect(await volumes()).toHaveLength(2);
    expect(await demo.slipway("down")).toMatchObject({ code: 0 });
    expect(await volumes()).toEqual([]);
  } finally {
    engine.close();
  }
});
