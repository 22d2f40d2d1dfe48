import { expect, test } from "bun:test";
import { connectEngine } from "@slipway/engine";
import { temporaryProject } from "../testing/temporary-project.ts";

const sleeper = `image: "busybox:1.36", command: [sleep, infinity], stop_signal: SIGKILL`;
const file = (value: string, more = ""): string => `services:
  vpn: { ${sleeper}, environment: { VALUE: ${value} } }
  app: { ${sleeper}, network_mode: "service:vpn", volumes: [/data] }
  probe: { ${sleeper}, pid: "service:app", network_mode: "service:app" }
${more}`;

test("a container whose namespaces others share is recreated with them, and they keep their volumes", async () => {
  await using demo = await temporaryProject(file("one"));
  const engine = connectEngine({ env: process.env });
  const find = async (service: string) => await engine.containers.inspect(`${demo.name}-${service}-1`);
  try {
    expect((await demo.slipway("up", "-d")).code).toBe(0);
    expect((await demo.slipway("exec", "-T", "app", "touch", "/data/kept")).code).toBe(0);
    const before = await find("vpn");
    await demo.write("compose.yaml", `name: ${demo.name}\n${file("two")}`);
    const { code, err } = await demo.slipway("up", "-d");
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    const [vpn, app, probe] = [await find("vpn"), await find("app"), await find("probe")];
    expect(vpn.Id).not.toBe(before.Id);
    expect(app.HostConfig.NetworkMode).toBe(`container:${vpn.Id}`);
    expect(probe.HostConfig.PidMode).toBe(`container:${app.Id}`);
    expect([vpn, app, probe].map(({ State }) => State.Status)).toEqual(["running", "running", "running"]);
    expect((await demo.slipway("exec", "-T", "app", "ls", "/data")).out).toBe("kept\n");
    expect((await demo.slipway("up", "-d")).err).toContain("Nothing to do");
    await demo.write("compose.yaml", `name: ${demo.name}\nservices: { new: { ${sleeper} } }\n`);
    expect((await demo.slipway("up", "-d", "--remove-orphans")).code).toBe(0);
    expect((await demo.slipway("ps", "-a", "--services")).out).toBe("new\n");
  } finally {
    engine.close();
  }
});
