import { expect } from "bun:test";
import { createServer } from "node:net";
import { freePort } from "../rig/ports.ts";
import { exits, has, nothingLeft, tells } from "./checks.ts";
import { type Check, type Scene, scenario } from "./scenario.ts";

const web = `services:
  web:
    image: busybox:1.36
    command: tail -f /dev/null
    stop_signal: SIGKILL
`;

/** One clear message and nothing else: no stack trace, nothing on standard output. */
const clearly: Check = (_, { stdout, stderr }) => {
  expect(stdout).toBe("");
  expect(stderr.match(/^error\[/gm)?.length, stderr).toBe(1);
  expect(stderr).not.toMatch(/^\s+at |CLI_INTERNAL|ENGINE_INTERNAL/m);
};

/** What can only fail on the engine: the file, the lines of the message that matter, the exit code. */
const faults: readonly (readonly [title: string, yaml: string, says: readonly (string | RegExp)[], code: number])[] = [
  [
    "an image of a registry that does not answer",
    web.replace("busybox:1.36", "127.0.0.1:1/nowhere:1"),
    [
      'the image "127.0.0.1:1/nowhere:1" of service "web" could not be pulled',
      " --> compose.yaml:3:",
      "hint: check the network",
    ],
    1,
  ],
  [
    "a command that the image does not have",
    web.replace("tail -f /dev/null", "nowhere --fast"),
    [
      "error[ENGINE_EXEC_NOT_FOUND]: the image has no executable nowhere",
      " --> compose.yaml:4:",
      "hint: check command and entrypoint",
    ],
    127,
  ],
  [
    "a bind whose path does not exist",
    `${web}    volumes:\n      - {type: bind, source: ./nowhere, target: /site, bind: {create_host_path: false}}\n`,
    [
      "error[ENGINE_BIND_SOURCE_MISSING]: the path ",
      "/nowhere, which is to be mounted, does not exist",
      "hint: make the path first",
    ],
    1,
  ],
  [
    "a build without its Dockerfile",
    web.replace("image: busybox:1.36", "build: ."),
    ["error[ENGINE_BUILD_NO_DOCKERFILE]: there is no Dockerfile at ", " --> compose.yaml:3:", "hint: write one"],
    1,
  ],
  [
    "a build whose context does not exist",
    web.replace("image: busybox:1.36", "build: ./nowhere"),
    ["error[ENGINE_BUILD_CONTEXT]: cannot read ", " --> compose.yaml:3:", "hint: check the path"],
    1,
  ],
  [
    "a device that the host does not have",
    `${web}    devices: ["/dev/nowhere:/dev/nowhere"]\n`,
    ["error[ENGINE_NO_DEVICE]:", "/dev/nowhere", " --> compose.yaml:", "hint: "],
    1,
  ],
];

for (const [title, yaml, says, code] of faults) {
  scenario("broken", `${title} is told clearly, and the next up and down handle what is left`, async (scene) => {
    await scene.write("compose.yaml", yaml);
    await scene.step("up fails", ["up", "-d"], exits(code), clearly, tells(...says));
    await scene.write("compose.yaml", web);
    await scene.step("up with the corrected file works", ["up", "-d"], has({ web: ["running"] }));
    await scene.write("compose.yaml", yaml);
    await scene.step("up with the fault again", ["up", "-d"], exits(code), clearly);
    await scene.step("down takes away what is left", ["down", "-v"], nothingLeft);
  });
}

/** A port that somebody else has, and the way to give it free. */
async function takenPort(
  scene: Scene,
  by: "a process" | "a container",
): Promise<{ port: number; free(): Promise<void> }> {
  const port = await freePort();
  if (by === "a container") {
    await scene.write("other.yaml", `${web.replace("web:", "other:")}    ports: ["127.0.0.1:${port}:80"]\n`);
    await scene.step("another container has the port", ["-f", "other.yaml", "up", "-d"]);
    return { port, free: async () => void (await scene.step("it goes", ["-f", "other.yaml", "down"])) };
  }
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { port, free: () => new Promise((resolve) => server.close(() => resolve())) };
}

for (const by of ["a process", "a container"] as const) {
  scenario("broken", `a port that ${by} has is told with its place, and free it works`, async (scene) => {
    const { port, free } = await takenPort(scene, by);
    await scene.write("compose.yaml", `${web}    ports: ["127.0.0.1:${port}:80"]\n`);
    const places = [" --> compose.yaml:6:", `127.0.0.1:${port}/tcp`, `is held by the ${by.slice(2)}`, "hint: "];
    const before = await scene.view();
    await scene.step("up fails", ["up", "-d"], exits(1), clearly, tells("error[STACK_PORT_TAKEN]", ...places));
    expect(await scene.view()).toEqual(before);
    await free();
    await scene.step("up works", ["up", "-d", "--remove-orphans"], has({ web: ["running"] }));
    await scene.step("down", ["down"], nothingLeft);
  });
}

scenario("broken", "a build that fails shows its output and its place", async (scene) => {
  await scene.write("compose.yaml", web.replace("image: busybox:1.36", "build: ."));
  await scene.write("Dockerfile", "FROM busybox:1.36\nRUN echo trouble && exit 3\n");
  const place = [
    " --> compose.yaml:3:",
    "error[ENGINE_BUILD_FAILED]",
    /returned a non-zero code: 3|exit status 3/,
    "| trouble",
  ];
  await scene.step("up fails", ["up", "-d"], exits(1), clearly, tells(...place), nothingLeft);
  await scene.write("Dockerfile", "FROM busybox:1.36\n");
  await scene.step("up works", ["up", "-d"], has({ web: ["running"] }));
  await scene.step("down", ["down", "--rmi", "local"], nothingLeft);
});
