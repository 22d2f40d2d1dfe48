import { expect, test } from "bun:test";
import { planDown } from "./down.ts";
import { plan } from "./plan.ts";
import type { UpPolicy } from "./policy.ts";
import { printPlan } from "./print.ts";
import { projectOf } from "./testing/load.ts";
import { ModelEngine } from "./testing/model-engine.ts";

const shop = `
services:
  web:
    image: web:1
    depends_on:
      db: { condition: service_healthy, restart: true }
      migrate: { condition: service_completed_successfully }
  migrate:
    image: db:1
    depends_on: { db: { condition: service_healthy } }
  db:
    image: db:1
    volumes: [data:/data]
volumes:
  data:
`;

async function running(yaml: string, images: readonly string[] = ["web:1", "db:1"], policy: UpPolicy = {}) {
  const project = await projectOf(yaml);
  const engine = new ModelEngine();
  for (const image of images) engine.image(image);
  engine.apply(plan(project, engine.observe(project), policy), project);
  return { project, engine };
}

/** The plan for a changed file on an engine that runs another. */
async function replan(engine: ModelEngine, yaml: string, policy: UpPolicy = {}) {
  const project = await projectOf(yaml);
  return plan(project, engine.observe(project), policy);
}

test("a first up makes networks and volumes first and starts what others wait for before them", async () => {
  const project = await projectOf(shop);
  const engine = new ModelEngine();
  engine.image("web:1");
  expect(printPlan(plan(project, engine.observe(project)))).toBe(
    `
#1 pull-image db:1: not on the engine
#2 create-network demo_default: not on the engine
#3 create-volume demo_data: not on the engine
#4 create-container demo-db-1 after #1 #2 #3: not on the engine
#5 start-container demo-db-1 after #4: not on the engine
#6 create-container demo-migrate-1 after #1 #2: not on the engine
#7 wait db service_healthy after #5: migrate starts when db is healthy
#8 start-container demo-migrate-1 after #6 #7: not on the engine
#9 create-container demo-web-1 after #2: not on the engine
#10 wait migrate service_completed_successfully after #8: web starts when migrate has completed
#11 start-container demo-web-1 after #7 #9 #10: not on the engine
`.trim(),
  );
});

test("an unchanged up is a no-op, also after a job that others wait for has completed", async () => {
  const { project, engine } = await running(shop);
  engine.exit("demo-migrate-1", 0);
  const again = plan(project, engine.observe(project));
  expect(again.operations).toEqual([]);
  expect(again.unchanged.map(({ name }) => name)).toEqual([
    "demo_default",
    "demo_data",
    "demo-db-1",
    "demo-migrate-1",
    "demo-web-1",
  ]);
});

test("a completed job runs again when it is named, and a failed one in any case", async () => {
  const { project, engine } = await running(shop);
  engine.exit("demo-migrate-1", 0);
  const named = plan(project, engine.observe(project), { services: ["migrate"] });
  expect(named.changes.map(({ action, name }) => `${action} ${name}`)).toEqual(["start demo-migrate-1"]);
  engine.exit("demo-migrate-1", 1);
  const failed = plan(project, engine.observe(project));
  expect(failed.changes.map(({ reason }) => reason)).toEqual(["it has exited with 1"]);
});

test("a changed image name recreates its service only, and says from what to what", async () => {
  const { engine } = await running("services: { web: { image: 'web:1' }, db: { image: 'db:1' } }");
  engine.image("web:2");
  const changed = await replan(engine, "services: { web: { image: 'web:2' }, db: { image: 'db:1' } }");
  expect(changed.changes.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    "demo-web-1: image changed web:1 → web:2",
  ]);
});

test("an image that was pulled or built anew recreates the containers of the old one", async () => {
  const { project, engine } = await running("services: { web: { image: 'web:1' } }");
  engine.image("web:1", "sha256:0123456789abcdef");
  const { changes } = plan(project, engine.observe(project));
  expect(changes).toEqual([
    {
      action: "recreate",
      kind: "container",
      name: "demo-web-1",
      service: "web",
      reason: "image changed web:1 → 0123456789ab",
      differences: [{ key: "image", from: "web:1", to: "0123456789ab" }],
    },
  ]);
});

test("a recreate makes the new container before the old one goes, and dependents with restart stop first", async () => {
  const { engine } = await running(shop);
  engine.exit("demo-migrate-1", 0);
  const changed = await replan(engine, shop.replace("[data:/data]", "[data:/data]\n    environment: { A: b }"));
  const text = printPlan(changed).replaceAll(/[0-9a-f]{12}_/g, "tmp_");
  expect(text).toBe(
    `
#1 stop-container demo-web-1: restarts with its dependency
#2 create-container tmp_demo-db-1: environment.A changed
#3 stop-container demo-db-1 after #1 #2: environment.A changed
#4 remove-container demo-db-1 after #3: environment.A changed
#5 rename-container tmp_demo-db-1 → demo-db-1 after #4: environment.A changed
#6 start-container demo-db-1 after #5: environment.A changed
#7 wait db service_healthy after #6: web starts when db is healthy
#8 wait migrate service_completed_successfully: web starts when migrate has completed
#9 start-container demo-web-1 after #1 #7 #8: restarts with its dependency
`.trim(),
  );
});

test("scaling down keeps replicas that are up to date before low numbers, scaling up fills the gaps", async () => {
  const three = "services: { web: { image: 'web:1', scale: 3 } }";
  const { engine } = await running(three);
  const changed = await projectOf("services: { web: { image: 'web:1', scale: 3, environment: { A: b } } }");
  const renewed = plan(changed, engine.observe(changed));
  // Only the last replica was renewed before the up was interrupted.
  const last = renewed.operations.findIndex(({ kind }) => kind === "rename-container") + 1;
  engine.apply(renewed, changed, last);
  const names = engine.containers.map(({ name }) => name);
  expect(names).toContain("demo-web-1");
  const one = { ...changed.services.web, name: "web", scale: 1 };
  const down = plan({ ...changed, services: { web: one } }, engine.observe(changed));
  expect(down.changes.map(({ action, name }) => `${action} ${name}`).sort()).toEqual([
    "remove demo-web-2",
    "remove demo-web-3",
    "start demo-web-1",
  ]);
});

test("what an interrupted recreate left goes before the next one starts, which takes another name meanwhile", async () => {
  const { engine } = await running("services: { web: { image: 'web:1' } }");
  const changed = await projectOf("services: { web: { image: 'web:1', environment: { A: b } } }");
  engine.apply(plan(changed, engine.observe(changed)), changed, 1);
  const next = plan(changed, engine.observe(changed)).operations;
  const left = engine.names.find((name) => name !== "demo-web-1") ?? "";
  const removal = next.find((one) => one.kind === "remove-container" && one.containerName === left);
  const create = next.find((one) => one.kind === "create-container");
  expect(create).toMatchObject({ after: [] });
  expect(create).not.toMatchObject({ containerName: left });
  expect(next.find((one) => one.kind === "start-container")?.after).toContain(removal?.id ?? 0);
});

test("the twin of a network, which a killed up and the next one made at once, goes before containers are made", async () => {
  const project = await projectOf("services: { web: { image: 'web:1' } }");
  const engine = new ModelEngine();
  engine.image("web:1");
  engine.apply(plan(project, engine.observe(project)), project, 1);
  const { networks, ...observed } = engine.observe(project);
  const twins = networks.flatMap((network) => [network, { ...network, Id: "twin" }]);
  expect(printPlan(plan(project, { ...observed, networks: twins }))).toBe(
    `
#1 remove-network demo_default: left by an interrupted up
#2 create-container demo-web-1 after #1: not on the engine
#3 start-container demo-web-1 after #2: not on the engine
`.trim(),
  );
});

test("a container whose network somebody removed is made anew, or it could never start again", async () => {
  const { project, engine } = await running("services: { web: { image: 'web:1' } }");
  engine.exit("demo-web-1", 0);
  const { networks: _, ...observed } = engine.observe(project);
  const planned = plan(project, { ...observed, networks: [] });
  expect(planned.changes.map(({ action, name, reason }) => `${action} ${name}: ${reason}`)).toEqual([
    "create demo_default: not on the engine",
    "recreate demo-web-1: the network demo_default was removed",
  ]);
});

test("--scale wins over the file, 0 removes all replicas", async () => {
  const { project, engine } = await running("services: { web: { image: 'web:1' } }");
  const up = plan(project, engine.observe(project), { scale: { web: 3 } });
  expect(up.changes.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    "demo-web-2: scaled to 3",
    "demo-web-3: scaled to 3",
  ]);
  const none = plan(project, engine.observe(project), { scale: { web: 0 } });
  expect(none.changes.map(({ action }) => action)).toEqual(["remove"]);
});

test("a changed network is made anew while its containers are off it, and they are kept", async () => {
  const { engine } = await running("services: { web: { image: 'web:1' } }");
  const changed = await replan(
    engine,
    "services: { web: { image: 'web:1' } }\nnetworks: { default: { internal: true } }",
  );
  expect(printPlan(changed)).toBe(
    `
#1 stop-container demo-web-1: the network demo_default is made anew
#2 disconnect-network demo-web-1 demo_default after #1: the network demo_default is made anew
#3 remove-network demo_default after #1 #2: its configuration changed
#4 create-network demo_default after #3: its configuration changed
#5 connect-network demo-web-1 demo_default after #1 #2 #4: the network demo_default is made anew
#6 start-container demo-web-1 after #5: the network demo_default is made anew
`.trim(),
  );
});

test("a changed volume is left alone, with a warning", async () => {
  const { engine } = await running("services: { db: { image: 'db:1', volumes: ['data:/data'] } }\nvolumes: { data: }");
  const yaml = "services: { db: { image: 'db:1', volumes: ['data:/data'] } }\nvolumes: { data: { labels: { a: b } } }";
  const changed = await replan(engine, yaml);
  expect(changed.operations).toEqual([]);
  expect(changed.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    "warning STACK_VOLUME_CHANGED",
  ]);
});

test("what is external and missing stands in the way, all of it", async () => {
  const project = await projectOf(
    "services: { a: { image: 'web:1', networks: [n], volumes: ['vol:/v'] } }\n" +
      "networks: { n: { external: true } }\nvolumes: { vol: { external: true } }",
  );
  const { diagnostics } = plan(project, new ModelEngine().observe(project));
  expect(diagnostics.map(({ code }) => code)).toEqual(["STACK_NETWORK_MISSING", "STACK_VOLUME_MISSING"]);
});

test("a service that is gone is an orphan: named in a warning, removed when that is asked for", async () => {
  const { engine } = await running("services: { web: { image: 'web:1' }, db: { image: 'db:1' } }");
  const without = "services: { web: { image: 'web:1' } }";
  const kept = await replan(engine, without);
  expect(kept.operations).toEqual([]);
  expect(kept.diagnostics.map(({ message }) => message)).toEqual([
    "containers of services that the project no longer has: demo-db-1",
  ]);
  const removed = await replan(engine, without, { removeOrphans: true });
  expect(removed.changes.map(({ action, name }) => `${action} ${name}`)).toEqual(["remove demo-db-1"]);
  const project = await projectOf(without);
  const withVariable = (name: string) => plan({ ...project, environment: { [name]: "1" } }, engine.observe(project));
  expect(withVariable("COMPOSE_REMOVE_ORPHANS").changes).toEqual(removed.changes);
  expect(withVariable("COMPOSE_IGNORE_ORPHANS")).toMatchObject({ operations: [], diagnostics: [] });
});

test("--force-recreate takes the named services, --always-recreate-deps what they depend on too", async () => {
  const { project, engine } = await running(shop);
  engine.exit("demo-migrate-1", 0);
  const actions = (policy: UpPolicy) =>
    plan(project, engine.observe(project), { recreate: "force", services: ["web"], ...policy })
      .changes.filter(({ action }) => action === "recreate")
      .map(({ name }) => name);
  expect(actions({})).toEqual(["demo-web-1"]);
  expect(actions({ recreateDependencies: true })).toEqual(["demo-db-1", "demo-migrate-1", "demo-web-1"]);
  expect(actions({ recreate: "diverged", recreateDependencies: true })).toEqual(["demo-db-1", "demo-migrate-1"]);
  expect(actions({ recreate: "never" })).toEqual([]);
});

test("a container that shares a namespace is recreated with the one whose it is", async () => {
  const yaml = "services: { vpn: { image: 'web:1' }, app: { image: 'db:1', network_mode: 'service:vpn' } }";
  const { project, engine } = await running(yaml);
  const { changes } = plan(project, engine.observe(project), { recreate: "force", services: ["vpn"] });
  expect(changes.map(({ action, name }) => `${action} ${name}`)).toEqual([
    "recreate demo-vpn-1",
    "recreate demo-app-1",
  ]);
});

test("a container of run is never taken for the one whose namespace is shared", async () => {
  const yaml = "services: { vpn: { image: 'web:1' }, app: { image: 'db:1', network_mode: 'service:vpn' } }";
  const { project, engine } = await running(yaml);
  const observed = engine.observe(project);
  const vpn = observed.containers.find(({ service }) => service === "vpn");
  if (!vpn) throw new Error("vpn was not created");
  const oneOff = { ...vpn, id: "one-off", name: "demo-vpn-run-1", oneOff: true };
  const { changes } = plan(project, { ...observed, containers: [oneOff, ...observed.containers] });
  expect(changes).toEqual([]);
});

test("--no-start creates and waits for nothing", async () => {
  const project = await projectOf(shop);
  const engine = new ModelEngine();
  for (const image of ["web:1", "db:1"]) engine.image(image);
  const kinds = new Set(plan(project, engine.observe(project), { noStart: true }).operations.map(({ kind }) => kind));
  expect([...kinds]).toEqual(["create-network", "create-volume", "create-container"]);
});

test("pull policies: never stands in the way, always pulls again, daily when the image is older", async () => {
  const planned = async (policy: string, present: boolean) => {
    const project = await projectOf(`services: { web: { image: 'web:1', pull_policy: ${policy} } }`);
    const engine = new ModelEngine();
    if (present) engine.image("web:1");
    const observed = { ...engine.observe(project), at: Date.parse("2026-01-03T00:00:00Z") };
    const { operations, diagnostics } = plan(project, observed);
    return [operations.filter(({ kind }) => kind === "pull-image").length, ...diagnostics.map(({ code }) => code)];
  };
  expect(await planned("never", false)).toEqual([0, "STACK_IMAGE_MISSING"]);
  expect(await planned("never", true)).toEqual([0]);
  expect(await planned("missing", true)).toEqual([0]);
  expect(await planned("always", true)).toEqual([1]);
  expect(await planned("daily", true)).toEqual([1]);
  expect(await planned("weekly", true)).toEqual([0]);
  expect(await planned("every_36h", true)).toEqual([1]);
});

test("down removes dependents before what they depend on, then networks, and volumes when asked for", async () => {
  const { project, engine } = await running(shop);
  engine.exit("demo-migrate-1", 0);
  expect(printPlan(planDown(engine.observe(project), project, { volumes: true }))).toBe(
    `
#1 stop-container demo-web-1: the project goes down
#2 remove-container demo-web-1 after #1: the project goes down
#3 remove-container demo-migrate-1 after #2: the project goes down
#4 stop-container demo-db-1 after #2 #3: the project goes down
#5 remove-container demo-db-1 after #4: the project goes down
#6 remove-network demo_default after #2 #3 #5: the project goes down
#7 remove-volume demo_data after #2 #3 #5: --volumes was given
`.trim(),
  );
});

test("a secret that cannot be compared is warned about, one with a fingerprint is not", async () => {
  const project = await projectOf(
    "services: { web: { image: 'web:1', secrets: [a, b] } }\nsecrets: { a: { environment: A }, b: { environment: B } }",
  );
  const engine = new ModelEngine();
  engine.image("web:1");
  const observed = { ...engine.observe(project), contents: new Map([["secret:a", "k.1"]] as const) };
  expect(plan(project, observed).diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    expect.stringContaining('warning changes of the secret "b" are not noticed'),
  ]);
});

test("an attribute that has no effect is warned about", async () => {
  const project = await projectOf("services: { web: { image: 'web:1', credential_spec: { file: x.json } } }");
  const engine = new ModelEngine();
  engine.image("web:1");
  expect(plan(project, engine.observe(project)).diagnostics.map(({ message }) => message)).toEqual([
    '"credential_spec" of service "web" has no effect: it is of containers of Windows',
  ]);
});
