import { expect, test } from "bun:test";
import { readTestModel } from "../test-model.ts";

/** The service `web` of two files merged. */
function merged(base: string, over: string): unknown {
  return both(`services:\n  web:\n${indent(base)}`, `services:\n  web:\n${indent(over)}`).model?.services.web;
}

function both(base: string, over: string): ReturnType<typeof readTestModel> {
  return readTestModel({ "a.yaml": base, "b.yaml": over }, { files: ["a.yaml", "b.yaml"] });
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}

const cases: readonly [title: string, base: string, over: string, result: object][] = [
  ["scalars are replaced", "image: a", "image: b", { image: "b" }],
  [
    "mappings merge deep",
    "deploy: {resources: {limits: {cpus: '1'}}}",
    "deploy: {resources: {limits: {pids: 5}}}",
    { deploy: { resources: { limits: { cpus: "1", pids: 5 } } } },
  ],
  ["sequences append", "cap_add: [A]", "cap_add: [B]", { cap_add: ["A", "B"] }],
  ["an absent value takes nothing away", "image: a\nports: ['80']", "image:\nports:", { image: "a", ports: ["80"] }],
  ["a command is replaced", "command: [a, b]", "command: c", { command: "c" }],
  ["a command that is set to null is the image's own again", "command: [a]", "command:", { command: null }],
  ["an entrypoint is replaced", "entrypoint: a", "entrypoint: [b]", { entrypoint: ["b"] }],
  [
    "a health test is replaced, the rest of the check merges",
    "healthcheck: {test: [CMD, a], retries: 3}",
    "healthcheck: {test: [CMD, b]}",
    { healthcheck: { test: ["CMD", "b"], retries: 3 } },
  ],
  [
    "environment merges by name, list or mapping",
    "environment: [A=1, B=2]",
    "environment: {B: 3, C: }",
    { environment: { A: "1", B: 3, C: null } },
  ],
  [
    "a variable without a value replaces one with a value",
    "environment: {A: 1}",
    "environment: [A]",
    { environment: { A: null } },
  ],
  ["labels merge by name", "labels: {a: b}", "labels: [a=c, d=e=f]", { labels: { a: "c", d: "e=f" } }],
  ["build as text is its context", "build: ./a", "build: {args: [X=1]}", { build: { context: "./a", args: ["X=1"] } }],
  [
    "build arguments merge by name",
    "build: {args: {X: 1, Y: 2}}",
    "build: {args: [X=2]}",
    { build: { args: { X: "2", Y: 2 } } },
  ],
  [
    "depends_on merges list and mapping",
    "depends_on: [a]",
    "depends_on: {a: {condition: service_healthy}, b: {condition: service_started}}",
    { depends_on: { a: { condition: "service_healthy", required: true }, b: { condition: "service_started" } } },
  ],
  [
    "networks merge list and mapping",
    "networks: {a: {aliases: [x]}}",
    "networks: [a, b]",
    { networks: { a: { aliases: ["x"] }, b: null } },
  ],
  ["dns as text and list append", "dns: 1.1.1.1", "dns: [8.8.8.8]", { dns: ["1.1.1.1", "8.8.8.8"] }],
  ["env_file as text and list append", "env_file: a.env", "env_file: [b.env]", { env_file: ["a.env", "b.env"] }],
  [
    "extra_hosts append, exact repetitions drop",
    "extra_hosts: {h: 1.1.1.1}",
    "extra_hosts: [h=1.1.1.1, h=2.2.2.2]",
    { extra_hosts: ["h=1.1.1.1", "h=2.2.2.2"] },
  ],
  [
    "logging options merge for one driver",
    "logging: {driver: json-file, options: {a: b}}",
    "logging: {options: {c: d}}",
    { logging: { driver: "json-file", options: { a: "b", c: "d" } } },
  ],
  [
    "another logging driver replaces the options",
    "logging: {driver: json-file, options: {a: b}}",
    "logging: {driver: syslog}",
    { logging: { driver: "syslog" } },
  ],
  [
    "a ulimit is replaced by a number, merged with a mapping",
    "ulimits: {nproc: {soft: 1, hard: 2}, nofile: {soft: 1, hard: 2}}",
    "ulimits: {nproc: 5, nofile: {hard: 3}}",
    { ulimits: { nproc: 5, nofile: { soft: 1, hard: 3 } } },
  ],
  ["x- values merge like others", "x-a: {k: 1, n: [1]}", "x-a: {l: 2, n: [2]}", { "x-a": { k: 1, l: 2, n: [1, 2] } }],
];
for (const [title, base, over, result] of cases) {
  test(`row 8: ${title}`, () => {
    expect(merged(base, over)).toEqual(result);
  });
}

test("row 8: IPAM configurations merge by subnet", () => {
  const ipam = (config: string): string => `services: {}\nnetworks: {n: {ipam: {config: [${config}]}}}\n`;
  const { model } = both(
    ipam("{subnet: 10.0.0.0/8}, {subnet: 11.0.0.0/8}"),
    ipam("{subnet: 10.0.0.0/8, gateway: 10.0.0.1}, {subnet: 12.0.0.0/8}"),
  );
  expect(model.networks.n.ipam.config).toEqual([
    { subnet: "10.0.0.0/8", gateway: "10.0.0.1" },
    { subnet: "11.0.0.0/8" },
    { subnet: "12.0.0.0/8" },
  ]);
});

test("row 8: a list over a mapping is an error at the list, and reading goes on", () => {
  const { findings } = both(
    "services: {web: {deploy: {mode: x}, healthcheck: {retries: 1}}}",
    "services:\n  web:\n    deploy: []\n    healthcheck: text\n",
  );
  expect(findings).toEqual([
    "/p/b.yaml:3:13 cannot put a sequence over the mapping of services.web.deploy",
    "/p/b.yaml:4:18 cannot put a scalar over the mapping of services.web.healthcheck",
  ]);
});

test("several documents of one file merge in turn", () => {
  const { model } = readTestModel({
    "compose.yaml": "services: {a: {image: x}}\n---\nservices: {a: {user: u}, b: {image: y}}\n",
  });
  expect(model).toEqual({ services: { a: { image: "x", user: "u" }, b: { image: "y" } } });
});

test("row 9: !override replaces a mapping or a list", () => {
  expect(
    merged("ports: ['80', '81']\nenvironment: {A: 1}", "ports: !override ['90']\nenvironment: !override {B: 2}"),
  ).toEqual({
    ports: ["90"],
    environment: { B: 2 },
  });
});

test("row 9: !reset takes away what lower files put there, whatever value it marks", () => {
  expect(
    merged("image: a\nports: ['80']\nenvironment: {A: 1, B: 2}", "ports: !reset []\nenvironment: {A: !reset null}"),
  ).toEqual({
    image: "a",
    environment: { B: 2 },
  });
  expect(both("services: {a: {image: x}, b: {image: y}}", "services: {b: !reset {}}").model).toEqual({
    services: { a: { image: "x" } },
  });
});

test("row 9: !reset with nothing underneath leaves nothing behind for later files", () => {
  const { model } = readTestModel(
    { "a.yaml": "services: {web: {image: a, ports: !reset ['1']}}", "b.yaml": "services: {web: {ports: ['2']}}" },
    { files: ["a.yaml", "b.yaml"] },
  );
  expect(model.services.web).toEqual({ image: "a", ports: ["2"] });
});

test("row 9: both work through anchors and merge keys", () => {
  const over = "x-w: &w\n  ports: !override ['90']\n  labels: !reset {}\nservices:\n  web:\n    <<: *w\n";
  expect(both("services: {web: {image: a, ports: ['80'], labels: {a: b}}}", over).model.services).toEqual({
    web: { image: "a", ports: ["90"] },
  });
});
