import { expect, test } from "bun:test";
import { temporaryProject } from "../../testing/temporary-project.ts";

const password = "s3cretOfTheDatabase1";
const token = "t0kenOfTheApi2345678";
const coded = Buffer.from(token).toString("base64");

test("secrets check finds secrets in containers and images that should not have them, and not where they may be", async () => {
  await using demo = await temporaryProject(`services:
  db: { image: "busybox:1.36", command: sleep 600, stop_signal: SIGKILL, environment: { DB_PASSWORD: ${password} } }
  web:
    image: "busybox:1.36"
    command: ["sleep", "600", "${token}"]
    stop_signal: SIGKILL
    environment: { URL: "db://app:${password}@db", OTHER: "x${password}" }
    labels: { note: "${token}", coded: "Basic ${coded}" }
  kept:
    build: { context: ., dockerfile_inline: "FROM busybox:1.36\\nLABEL of=${crypto.randomUUID()}\\nRUN echo ${token} > /etc/token && rm /etc/token\\nRUN echo ${password} > /etc/kept && echo user:${coded} > /etc/coded\\n" }
    command: sleep 600
    stop_signal: SIGKILL
`);
  await demo.write(
    "slipway.settings.yaml",
    `settings:
  DB_PASSWORD: { secret: true, services: [db] }
  API_TOKEN: { secret: true }
  URL: { secret: true, value: "db://app:\${DB_PASSWORD}@db", services: [web] }
`,
  );
  await demo.write(".slipway.secrets.env", `DB_PASSWORD=${password}\nAPI_TOKEN=${token}\n`);
  expect(await demo.slipway("up", "-d")).toMatchObject({ code: 0 });
  const { code, err } = await demo.slipway("secrets", "check");
  expect(code).toBe(1);
  const found = [...err.matchAll(/error\[\w+\]: the secret (\w+) is in (.+)$/gm)].map(([, key, place]) =>
    `${key} ${place}`.replaceAll(demo.name, "P"),
  );
  expect(found.sort()).toEqual([
    'API_TOKEN /etc/coded of the image "P-kept"',
    'API_TOKEN its command of the container "P-web-1"',
    'API_TOKEN its environment, labels or history of the image "P-kept"',
    'API_TOKEN the label coded of the container "P-web-1"',
    'API_TOKEN the label note of the container "P-web-1"',
    'DB_PASSWORD /etc/kept of the image "P-kept"',
    'DB_PASSWORD its environment, labels or history of the image "P-kept"',
    'DB_PASSWORD the variable OTHER of the container "P-web-1"',
  ]);
  expect(err).not.toContain(password);
  expect(err).not.toContain(token);
  expect(err).not.toContain(coded.slice(0, -1));
});
