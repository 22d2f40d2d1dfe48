import { expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { docker } from "./docker.ts";
import { imageTable } from "./image-table.ts";
import * as rig from "./index.ts";

test("every image of the table is there, and asking again does nothing", async () => {
  await using engine = await rig.engine();
  await rig.provideImages(engine.host);
  const again = await rig.provideImages(engine.host);
  expect(again).toEqual({ present: imageTable.map((image) => image.name), pulled: [], assembled: [], packages: [] });
});

test("postgres makes the database and the user of its environment and runs its init scripts", async () => {
  await using engine = await rig.engine();
  const client = docker(engine.host);
  const name = `rig-postgres-${randomBytes(4).toString("hex")}`;
  const env = ["-e", "POSTGRES_USER=ada", "-e", "POSTGRES_DB=notes", "-e", "POSTGRES_PASSWORD=only-a-test"];
  const init =
    "echo 'CREATE TABLE made_by_init()' > /docker-entrypoint-initdb.d/1.sql && exec docker-entrypoint.sh postgres";
  await client.must(["run", "-d", "--name", name, ...env, "postgres:15", "sh", "-c", init]);
  try {
    const ready = "until pg_isready -q -h 127.0.0.1; do sleep 0.05; done; psql -h 127.0.0.1 -U ada notes -Atc";
    const query = `'SELECT current_user, tablename FROM pg_tables WHERE tablename LIKE $$made%$$'`;
    const said = await client.must(["exec", "-e", "PGPASSWORD=only-a-test", name, "sh", "-c", `${ready} ${query}`]);
    expect(said.trim()).toBe("ada|made_by_init");
  } finally {
    await client.must(["rm", "--force", "--volumes", name]);
  }
});

test("redis answers other containers", async () => {
  await using engine = await rig.engine();
  const client = docker(engine.host);
  const name = `rig-redis-${randomBytes(4).toString("hex")}`;
  await client.must(["network", "create", name]);
  await client.must(["run", "-d", "--name", name, "--network", name, "redis:7.0"]);
  try {
    const asked = `until redis-cli -h ${name} ping; do sleep 0.05; done`;
    expect((await client.must(["run", "--rm", "--network", name, "redis:7.0", "sh", "-c", asked])).trim()).toEndWith(
      "PONG",
    );
  } finally {
    await client.must(["rm", "--force", "--volumes", name]);
    await client.must(["network", "rm", name]);
  }
});

test("nginx serves its page, fills in templates and writes its log to the container's output", async () => {
  await using engine = await rig.engine();
  const client = docker(engine.host);
  const name = `rig-nginx-${randomBytes(4).toString("hex")}`;
  const template = 'server { listen 81; location / { return 200 "${GREETING} from $host\\\\n"; } }';
  const start = `mkdir -p /etc/nginx/templates && printf '${template}' > /etc/nginx/templates/own.conf.template && exec /docker-entrypoint.sh nginx -g 'daemon off;'`;
  await client.must([
    "run",
    "-d",
    "--name",
    name,
    "-e",
    "GREETING=hello",
    "--entrypoint",
    "sh",
    "nginx:1.22",
    "-c",
    start,
  ]);
  try {
    const ask = "until curl -fs localhost:80; do sleep 0.05; done; curl -fs localhost:81";
    const said = await client.must(["exec", name, "sh", "-c", ask]);
    expect(said).toContain("Welcome to nginx");
    expect(said).toEndWith("hello from localhost\n");
    expect(await client.must(["logs", name])).toContain('"GET / HTTP/1.1" 200');
  } finally {
    await client.must(["rm", "--force", name]);
  }
});
