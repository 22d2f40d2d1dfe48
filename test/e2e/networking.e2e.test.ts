import { expect } from "bun:test";
import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { freePort } from "../rig/ports.ts";
import { containersOf, exits, nothingLeft, prints, recreatedOnly, tells, untouched } from "./checks.ts";
import { engineCall } from "./engine-view.ts";
import { type Scene, scenario } from "./scenario.ts";

scenario("port-clashes", "a port that is taken is told with who has it, before anything is touched", async (scene) => {
  Object.assign(scene.env, {
    WEB_PORT: String(await freePort()),
    UDP_PORT: String(await freePort()),
    API_PORT: String(await freePort()),
  });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(Number(scene.env["API_PORT"]), "127.0.0.1", resolve));
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(Number(scene.env["UDP_PORT"]), "127.0.0.1", resolve));
  const who = new RegExp(`is held by the process \\S+ \\(pid ${process.pid}\\)`);
  await scene.stepWith(
    { env: { POOL: scene.env["WEB_PORT"] ?? "" } },
    "all clashes at once, each with its place",
    ["up", "-d"],
    exits(1),
    tells(who, `127.0.0.1:${scene.env["UDP_PORT"]}/udp`, "compose.yaml:8:9", "compose.yaml:18:14"),
    tells('is held by service "web" of this project', "nothing was done: 3 things stand in the way"),
    nothingLeft,
  );
  server.close();
  socket.close();
  await scene.step("when they are free it comes up", ["up", "-d"]);
  const before = await containersOf(scene);
  scene.env["COLOUR"] = "green";
  await scene.step("a container that is replaced is no clash", ["up", "-d"], recreatedOnly(before, "web"));
  const other = `${scene.projectName}-other`;
  await scene.step(
    "another project is told of it",
    ["-p", other, "--take-over", "up", "-d"],
    exits(1),
    tells(`is held by the container ${scene.projectName}-web-1 (service "web" of project "${scene.projectName}")`),
  );
  await scene.step("down", ["down", "-v"], nothingLeft);
});

const look = (name: string): readonly string[] => ["exec", "-T", "web", "nslookup", "-type=a", name];

scenario(
  "remade-network",
  "a network is made anew under its containers, which keep their data and names",
  async (scene) => {
    const third = 20 + randomInt(200);
    Object.assign(scene.env, { SUBNET: `10.199.${third}.0/24`, ADDRESS: `10.199.${third}.40` });
    await scene.step("up", ["up", "-d"]);
    await reaches(scene);
    await scene.step("data", ["exec", "-T", "db", "touch", "/kept"]);
    const before = await containersOf(scene);
    scene.env["ROUND"] = "2";
    const outside = { Image: "busybox:1.36", Cmd: ["tail", "-f", "/dev/null"], StopSignal: "SIGKILL" };
    const HostConfig = { NetworkMode: `${scene.projectName}_default`, AutoRemove: true };
    const made = await engineCall<{ Id: string }>("POST", "/containers/create", { ...outside, HostConfig });
    await engineCall("POST", `/containers/${made?.Id}/start`);
    await scene.edit(
      "compose.yaml",
      "  default:\n  back:\n    internal",
      "  default: { internal: true }\n  back:\n    internal",
    );
    const held = tells("STACK_NETWORK_HELD", "compose.yaml:");
    await scene.step("one outside the project holds it", ["up", "-d"], exits(1), held, untouched(before));
    await engineCall("DELETE", `/containers/${made?.Id}?force=1`);
    await scene.step("the plan tells the key", ["plan"], prints("labels.round: 1 → 2", /restart +container \S+-db-1/));
    await scene.step("up keeps the containers", ["up", "-d"], recreatedOnly(before));
    await scene.step("and the data", ["exec", "-T", "db", "ls", "/kept"]);
    await reaches(scene);
    await scene.step("only once", ["plan"], prints("Nothing to do"));
    await scene.step("down", ["down", "-v"], nothingLeft);
  },
);

async function reaches(scene: Scene): Promise<void> {
  // Podman has no links: docs/engines.md.
  const link = process.env["SLIPWAY_TEST_ENGINE_KIND"] === "podman" ? [] : ["store"];
  for (const name of ["db", "sql", ...link, `${scene.projectName}-db-1`]) {
    await scene.step(`web finds ${name}`, look(name), prints(scene.env["ADDRESS"] ?? ""));
  }
  const hosts = await scene.step("extra_hosts", ["exec", "-T", "web", "cat", "/etc/hosts"]);
  expect(hosts.stdout).toMatch(/192\.0\.2\.7\s+elsewhere/);
  const nothing = await scene.step("none has no network", ["exec", "-T", "alone", "ls", "/sys/class/net"]);
  expect(nothing.stdout.trim()).toBe("lo");
  const beside = await scene.step("service: shares it", ["exec", "-T", "beside", "ip", "-4", "addr"]);
  expect(beside.stdout).toContain(scene.env["ADDRESS"] ?? "");
}
