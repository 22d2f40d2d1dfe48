import { expect, test } from "bun:test";
import { loadTestConfig } from "../testing/test-config.ts";

const yaml = `services:
  web: {image: x, depends_on: [db], networks: [front], volumes: ['www:/w']}
  db: {image: x, networks: [back], volumes: ['data:/d']}
  web-admin: {image: x, profiles: [admin, ops]}
  job: {image: x, depends_on: [db], profiles: [ops]}
networks: {front: , back: }
volumes: {www: , data: , unused: }
`;

const cases: readonly [title: string, options: object, services: readonly string[]][] = [
  ["services without profiles are on", {}, ["db", "web"]],
  ["a profile turns its services on", { profiles: ["admin"] }, ["db", "web", "web-admin"]],
  ["COMPOSE_PROFILES does so too", { env: { COMPOSE_PROFILES: "admin,ops" } }, ["db", "job", "web", "web-admin"]],
  ["* turns all on", { profiles: ["*"] }, ["db", "job", "web", "web-admin"]],
  ["a named service brings what it depends on", { services: ["web"] }, ["db", "web"]],
  ["noDeps leaves that out", { services: ["web"], noDeps: true }, ["web"]],
  ["a named service's own profiles are on", { services: ["job"] }, ["db", "job"]],
  ["a pattern names every service that matches", { services: ["web*"] }, ["db", "web", "web-admin"]],
];

for (const [title, options, services] of cases) {
  test(title, async () => {
    const { config, findings } = await loadTestConfig(yaml, options);
    expect(findings).toEqual([]);
    expect(Object.keys(config.services)).toEqual([...services]);
  });
}

test("resources that no selected service uses are left out", async () => {
  const { config } = await loadTestConfig(yaml, { services: ["db"] });
  expect(Object.keys(config.networks)).toEqual(["back"]);
  expect(Object.keys(config.volumes)).toEqual(["data"]);
});

test("without its dependencies a service does not name them", async () => {
  const { config } = await loadTestConfig(yaml, { services: ["web"], noDeps: true });
  expect(config.services.web.depends_on).toBeUndefined();
});

test("a service that does not exist is an error with the nearest name", async () => {
  const { findings } = await loadTestConfig(yaml, { services: ["wep"] });
  expect(findings).toEqual(['no such service: wep (did you mean "web"?)']);
});

test("a dependency that is not required may be off", async () => {
  const { config, findings } = await loadTestConfig(
    "services:\n  a: {image: x, depends_on: {b: {condition: service_started, required: false}}}\n  b: {image: y, profiles: [p]}\n",
  );
  expect(findings).toEqual([]);
  expect(Object.keys(config.services)).toEqual(["a"]);
});
