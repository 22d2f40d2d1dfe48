import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { notes } from "./notes.ts";

const schema = JSON.parse(readFileSync(join(import.meta.dir, "compose.schema.json"), "utf8"));
const ajv = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true });
const validate = ajv.compile(schema);

/** What an editor would underline. */
function complaints(yaml: string): string[] {
  validate(parse(yaml, { merge: true }));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test("the schema for editors is a valid schema of draft 7", () => {
  expect(ajv.validateSchema(schema)).toBe(true);
});

test("the examples of this repository are accepted", () => {
  for (const name of ["guestbook", "hello"]) {
    expect(
      complaints(readFileSync(join(import.meta.dir, "../../../../examples", name, "compose.yaml"), "utf8")),
    ).toEqual([]);
  }
});

test("what people write is accepted: short and long syntax, anchors, extensions, variables where words are fixed", () => {
  const yaml = `
version: "3.8"
x-common: &common {restart: unless-stopped, labels: [a=b], x-note: 1}
services:
  web:
    <<: *common
    build: {context: ., args: [V=1], x-a: 1}
    ports: [80, "443:443/tcp", {target: 53, published: "53", protocol: udp}]
    volumes: ["./a:/a:ro", {type: tmpfs, target: /t, tmpfs: {size: 64m}}]
    environment: {A: 1, B: true, C: }
    depends_on: {db: {condition: service_healthy}}
    pull_policy: \${POLICY:-always}
    cgroup: $CGROUP
    deploy: {replicas: $N, resources: {limits: {cpus: 0.5, memory: 1g}}}
    networks: {front: }
    gpus: all
  db: {image: postgres, healthcheck: {test: [CMD, pg_isready], interval: 5s}, ulimits: {nofile: 1000}}
networks: {front: , back: {ipam: {config: [{subnet: 10.0.0.0/24}]}}}
volumes: {data: , old: {external: {name: x}}}
secrets: {s: {environment: S}}
configs: {c: {content: x}}
`;
  expect(complaints(yaml)).toEqual([]);
});

const wrong: readonly [yaml: string, complaint: string][] = [
  ["services: {web: {imagee: x}}", "/services/web must NOT have additional properties"],
  ["services: {web: {ports: 80}}", "/services/web/ports must be array"],
  ["services: {web: {pull_policy: sometimes}}", "/services/web/pull_policy must match a schema in anyOf"],
  ["services: {'a b': {}}", "/services property name must be valid"],
];
for (const [yaml, complaint] of wrong) {
  test(`an editor underlines ${yaml}`, () => expect(complaints(yaml)).toContain(complaint));
}

test("every example of an attribute is valid at its place", () => {
  for (const [path, { examples = [] }] of Object.entries(notes)) {
    for (const example of examples) {
      const steps = path.replaceAll("[]", ".[]").split(".");
      const document = steps.reduceRight<unknown>(
        (value, step) => (step === "[]" ? [value] : { [step === "*" ? "name" : step]: value }),
        example,
      );
      validate(document);
      // An item of a list may lack what the rest of the example would say.
      const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "required");
      expect({ path, example, errors }).toEqual({ path, example, errors: [] });
    }
  }
});
