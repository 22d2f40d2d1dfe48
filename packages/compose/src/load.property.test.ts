import { expect, test } from "bun:test";
import { createMemoryFiles } from "@slipway/core";
import fc from "fast-check";
import { loadProject } from "./load.ts";
import { printProject } from "./print.ts";

const text = `x-labels: &labels {k: v}
include: [b.yaml]
services:
  web:
    image: "a:\${T:-1}"
    build: {context: ., args: [A=1]}
    ports: ["80:80", {target: 1, published: "2"}]
    volumes: ["./a:/b", {type: volume, source: d, target: /x}]
    depends_on: {db: {condition: service_healthy}}
    healthcheck: {test: [CMD, x], interval: 5s}
    deploy: {replicas: 2, resources: {limits: {cpus: "1", memory: 1G}}}
    networks: {n: {aliases: [a]}}
    configs: [{source: c, mode: 0440}]
    ulimits: {nofile: 5}
    labels: {<<: *labels}
  db: {extends: web, env_file: [{path: a.env, required: false}], extra_hosts: ["a=b"]}
networks: {n: {ipam: {config: [{subnet: 1.1.1.0/24}]}}}
volumes: {d: }
configs: {c: {content: x}}
`;

const pieces =
  "null|[]|{}|~|- x|1|-1|true|''|*labels|&b|!reset|!override |${|$$|a: b|: |\n|  |[|]|{|}|'|\"|<<: *labels|!!int x|? |__proto__: {a: 1}";
const edit = fc.record({
  at: fc.nat(text.length),
  drop: fc.nat(6),
  put: fc.constantFrom("", ...pieces.split("|")),
});

test("whatever is changed in a file, loading gives a project or an error, never an exception", async () => {
  const check = fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
    const changed = edits.reduce((text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop), text);
    const fileSystem = createMemoryFiles({ "/p/compose.yaml": changed, "/p/b.yaml": "services: {z: {image: z}}" });
    const { project, diagnostics } = await loadProject({ cwd: "/p", env: {}, fileSystem });
    expect(project !== undefined).toBe(!diagnostics.some(({ severity }) => severity === "error"));
    if (project) printProject(project, "yaml");
  });
  await fc.assert(check, { numRuns: 150 });
}, 60_000);
