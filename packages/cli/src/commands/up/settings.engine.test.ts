import { expect, test } from "bun:test";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type TemporaryProject, temporaryProject } from "../../testing/temporary-project.ts";

const file = `services:
  web:
    image: "busybox:1.36"
    stop_signal: SIGKILL
    environment: { LEVEL: mine }
    command: [sh, -c, "echo $$PORT $$LEVEL $$TOKEN_FILE $$(cat $$TOKEN_FILE | wc -c) $\${DB_PASSWORD:-none}; exec sleep 600"]
  db:
    image: "busybox:1.36"
    stop_signal: SIGKILL
    environment: { POSTGRES_PASSWORD: "\${DB_PASSWORD:?}" }
    command: [sh, -c, "test $$POSTGRES_PASSWORD = $$DB_PASSWORD && echo same $$PORT; exec sleep 600"]
`;
const contract = `settings:
  PORT: { type: port, default: 8080, services: [web] }
  LEVEL: { default: info, services: [web] }
  TOKEN: { secret: true, deliver: file, services: [web] }
  DB_PASSWORD: { secret: true, services: [db] }
`;

async function shop(): Promise<TemporaryProject> {
  const demo = await temporaryProject(file);
  await demo.write("slipway.settings.yaml", contract);
  return demo;
}

test("up makes the secrets that are missing, and gives each service what it sees and no more", async () => {
  await using demo = await shop();
  const planned = await demo.slipway("plan");
  expect(planned).toMatchObject({ code: 0 });
  expect(planned.out).toContain("3 to create");
  const up = await demo.slipway("up", "-d");
  expect(up).toMatchObject({ code: 0 });
  expect(up.err).toContain("made TOKEN, DB_PASSWORD in .slipway.secrets.env\n");
  expect(up.err).toContain(
    'warning[STACK_SETTING_HIDDEN]: LEVEL of service "web" is something else here than the setting LEVEL\n --> compose.yaml:6:27',
  );
  expect(await demo.printed("web", "\n")).toBe("8080 mine /run/secrets/TOKEN 32 none\n");
  expect(await demo.printed("db", "\n")).toBe("same\n");
  expect(await demo.slipway("secrets", "check")).toMatchObject({ code: 0 });
  const again = await demo.slipway("up", "-d");
  expect(again.err).not.toContain("made");
  expect(again.err).not.toContain("Recreate");
});

test("commands that only look work without the secrets, and no command shows one", async () => {
  await using demo = await shop();
  expect(await demo.slipway("up", "-d")).toMatchObject({ code: 0 });
  const directory = (await demo.slipway("config", "--format", "json")).out;
  const secrets = join(
    JSON.parse((await demo.slipway("ls", "--format", "json")).out).find(
      ({ Name }: { Name: string }) => Name === demo.name,
    ).ConfigFiles,
    "..",
    ".slipway.secrets.env",
  );
  const password = /DB_PASSWORD='(\w+)'/.exec(await readFile(secrets, "utf8"))?.[1] ?? "";
  expect(password).toHaveLength(32);
  expect(directory).not.toContain(password);
  await rm(secrets);
  expect((await demo.slipway("ps", "-q")).out.split("\n")).toHaveLength(3);
  const stop = await demo.slipway("stop", "-t", "0");
  expect(stop).toMatchObject({ code: 0 });
});

test("production makes nothing: what is missing there ends up before the engine is touched", async () => {
  await using demo = await shop();
  const before = process.env.SLIPWAY_ENVIRONMENT;
  process.env.SLIPWAY_ENVIRONMENT = "production";
  try {
    const { code, err } = await demo.slipway("up", "-d");
    expect(code).toBe(3);
    expect(err).toContain("TOKEN has no value in production");
    expect(err).toContain("DB_PASSWORD has no value in production");
    expect((await demo.slipway("ps", "-aq")).out).toBe("");
  } finally {
    if (before === undefined) delete process.env.SLIPWAY_ENVIRONMENT;
    else process.env.SLIPWAY_ENVIRONMENT = before;
  }
});
