import { expect, test } from "bun:test";
import { type TemporaryProject, temporaryProject } from "../../testing/temporary-project.ts";

const contract = `settings:
  DB_PASSWORD: { secret: true, services: [app] }
  MONGO_PASSWORD: { secret: true }
  OTHER: { secret: true }
  URL: { secret: true, value: "postgres://shop:\${DB_PASSWORD}@db/shop" }
`;

async function shop(): Promise<TemporaryProject> {
  const demo = await temporaryProject(`services:
  db:
    image: "postgres:15"
    stop_signal: SIGKILL
    environment: { POSTGRES_USER: shop, POSTGRES_PASSWORD: "\${DB_PASSWORD}", POSTGRES_DB: shop }
    volumes: ["data:/var/lib/postgresql/data"]
    healthcheck: { test: "pg_isready -q -h 127.0.0.1 -U shop", interval: 1s, retries: 60 }
  mongo:
    image: "busybox:1.36"
    stop_signal: SIGKILL
    command: sleep 600
    environment: { MONGO_INITDB_ROOT_PASSWORD: "\${MONGO_PASSWORD}" }
volumes: { data: {} }
`);
  await demo.write("slipway.settings.yaml", contract);
  return demo;
}

test("secrets rotate changes the password in the database before it does in the file", async () => {
  await using demo = await shop();
  expect(await demo.slipway("up", "-d", "--wait")).toMatchObject({ code: 0 });
  // Over an address that is not the local host the database asks for the password that its own environment was made with.
  const logIn = async (): Promise<number> =>
    (
      await demo.slipway(
        "exec",
        "-T",
        "db",
        "sh",
        "-c",
        'PGPASSWORD=$POSTGRES_PASSWORD psql -h "$(hostname -i)" -U shop -c "select 1"',
      )
    ).code;
  expect(await logIn()).toBe(0);
  expect((await demo.slipway("secrets", "rotate", "DB_PASSWORD", "--dry-run")).out).toBe(
    `would change the password of the role shop in ${demo.name}-db-1\nwould change DB_PASSWORD in .slipway.secrets.env\n`,
  );
  const before = await demo.slipway("secrets", "list");
  const rotated = await demo.slipway("secrets", "rotate", "DB_PASSWORD");
  expect(rotated).toMatchObject({
    code: 0,
    out: `changed the password in ${demo.name}-db-1\nchanged DB_PASSWORD in .slipway.secrets.env\n\`slipway up -d\` gives it to app.\n`,
  });
  expect((await demo.slipway("secrets", "list")).out).not.toBe(before.out);
  expect(await logIn()).not.toBe(0);
  expect(await demo.slipway("up", "-d", "--wait")).toMatchObject({ code: 0 });
  expect(await logIn()).toBe(0);
  // The file is lost: the database keeps what it had, which is told, and rotate is the way out.
  await demo.write(".slipway.secrets.env", "");
  const lost = await demo.slipway("up", "-d", "--wait");
  expect(lost.err).toContain(
    `warning[STACK_PASSWORD_KEPT]: POSTGRES_PASSWORD of service "db" was made just now, but the volume "${demo.name}_data" is older`,
  );
  expect(await logIn()).not.toBe(0);
  expect(await demo.slipway("secrets", "rotate", "DB_PASSWORD")).toMatchObject({ code: 0 });
  expect(await demo.slipway("up", "-d", "--wait")).toMatchObject({ code: 0 });
  expect(await logIn()).toBe(0);
});

test("what keeps a secret that nobody here can change there, or that does not run, is refused, and nothing is changed", async () => {
  await using demo = await shop();
  expect(await demo.slipway("up", "-d", "--wait")).toMatchObject({ code: 0 });
  const before = (await demo.slipway("secrets", "list")).out;
  const mongo = await demo.slipway("secrets", "rotate", "MONGO_PASSWORD");
  expect(mongo.code).toBe(1);
  expect(mongo.err).toContain(
    `MONGO_PASSWORD cannot be rotated: "${demo.name}-mongo-1" took it into its volume as MONGO_INITDB_ROOT_PASSWORD`,
  );
  expect(await demo.slipway("stop", "-t", "0", "db")).toMatchObject({ code: 0 });
  expect((await demo.slipway("secrets", "rotate", "DB_PASSWORD")).err).toContain(
    `DB_PASSWORD cannot be rotated: the volume of "${demo.name}-db-1" keeps it, and that does not run\nhint: start it, and rotate then`,
  );
  expect((await demo.slipway("secrets", "rotate", "URL")).err).toContain("it is put together of others");
  expect((await demo.slipway("secrets", "list")).out).toBe(before);
  expect(await demo.slipway("secrets", "rotate", "OTHER")).toMatchObject({ code: 0 });
  expect(await demo.slipway("secrets", "rotate", "MONGO_PASSWORD", "--force")).toMatchObject({ code: 0 });
});
