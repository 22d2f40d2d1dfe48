import { expect, test } from "bun:test";
import type { ContainerSummary } from "@slipway/engine";
import type { Operation } from "./operation.ts";
import { plan } from "./plan.ts";
import { type PortHolders, portClashes } from "./port-clashes.ts";
import { wantedPorts } from "./ports-wanted.ts";
import { projectOf } from "./testing/load.ts";
import { ModelEngine } from "./testing/model-engine.ts";

const none: PortHolders = { containers: [], listeners: [] };

/** What is said of the ports of a first `up`. */
async function clashes(services: string, holders: PortHolders = none, extra: readonly Operation[] = []) {
  const project = await projectOf(`services:\n${services}`);
  const engine = new ModelEngine();
  for (const service of Object.values(project.services)) engine.image(service.image ?? "");
  const { operations } = plan(project, engine.observe(project));
  const locate = (path: readonly (string | number)[]) => ({ file: path.join("."), line: 1, column: 1 });
  const wanted = wantedPorts(project, operations);
  const found = portClashes({ projectName: "demo", operations: [...operations, ...extra], wanted }, holders, locate);
  return found.map(({ message, at }) => `${at?.file}: ${message}`);
}

function container(id: string, port: object, labels: Readonly<Record<string, string>> = {}): ContainerSummary {
  return { Id: id, Names: [`/${id}`], Labels: labels, Ports: [port] } as unknown as ContainerSummary;
}

const of = (project: string, service: string) => ({
  "com.docker.compose.project": project,
  "com.docker.compose.service": service,
});
const web = "  web: {image: a, ports: ['8080:80']}\n";
const taken = (port: string, who: string, service = "web", index = 0): string =>
  `services.${service}.ports.${index}: the port ${port}, which service "${service}" publishes, is held by ${who}`;

test("a port is free when nobody has it, and the engine's choice is never a clash", async () => {
  expect(await clashes(`${web}  any: {image: a, ports: ['80', '8080:80/udp']}\n`)).toEqual([]);
});

test("a port of a container is told with its project and service", async () => {
  const held = { IP: "0.0.0.0", PublicPort: 8080, Type: "tcp", PrivatePort: 1 };
  const shop = { containers: [container("shop-web-1", held, of("shop", "web"))], listeners: [] };
  expect(await clashes(web, shop)).toEqual([
    taken("8080/tcp", 'the container shop-web-1 (service "web" of project "shop")'),
  ]);
  const bare = { containers: [container("lone", held)], listeners: [] };
  expect(await clashes(web, bare)).toEqual([taken("8080/tcp", "the container lone, which is of no project")]);
});

test("a port of a process is told with its name and pid", async () => {
  const listeners = [{ address: "127.0.0.1", port: 8080, protocol: "tcp", process: "nginx (pid 7)" }];
  expect(await clashes(web, { containers: [], listeners })).toEqual([taken("8080/tcp", "the process nginx (pid 7)")]);
});

test("a container that the plan removes gives its port back", async () => {
  const held = { IP: "0.0.0.0", PublicPort: 8080, Type: "tcp", PrivatePort: 1 };
  const holders: PortHolders = {
    containers: [container("old", held, of("demo", "web"))],
    listeners: [{ address: "", port: 8080, protocol: "tcp", process: "docker-proxy (pid 9)" }],
  };
  const going = { kind: "remove-container", containerId: "old" } as unknown as Operation;
  expect(await clashes(web, holders, [going])).toEqual([]);
});

test("two services, two replicas and two entries that want one port are told, all of them at once", async () => {
  const services = `${web}  api: {image: a, ports: ['8080:81']}\n  pool: {image: a, scale: 2, ports: ['9000:9']}\n`;
  expect(await clashes(services)).toEqual([
    taken("8080/tcp", 'service "web" of this project', "api"),
    taken("9000/tcp", "another replica of it, demo-pool-1", "pool"),
  ]);
});

test("addresses tell ports apart, except where one is all addresses", async () => {
  const two = (a: string, b: string) => `  web: {image: a, ports: ["${a}:80:80", "${b}:80:81"]}\n`;
  expect(await clashes(two("127.0.0.1", "127.0.0.2"))).toEqual([]);
  expect(await clashes(two("127.0.0.1", "[::1]"))).toEqual([]);
  expect(await clashes(two("127.0.0.1", "0.0.0.0"))).toEqual([
    taken("0.0.0.0:80/tcp", "another entry of its own", "web", 1),
  ]);
  expect(await clashes(two("[::1]", "[::]"))).toHaveLength(1);
});

test("a range takes what is free, also for replicas, and clashes when nothing is left", async () => {
  const pool = (scale: number) => `  pool: {image: a, scale: ${scale}, ports: ['8080-8082:80']}\n`;
  expect(await clashes(web + pool(2))).toEqual([]);
  expect(await clashes(web + pool(3))).toEqual([taken("8080-8082/tcp", 'service "web" of this project', "pool")]);
});
