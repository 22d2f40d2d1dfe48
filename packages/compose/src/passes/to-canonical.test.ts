import { expect, test } from "bun:test";
import { Diagnostics, parseYaml, SourceText, toValue } from "@slipway/core";
import { Doubts } from "../doubts.ts";
import { readTestModel } from "../test-model.ts";
import { toCanonical } from "./to-canonical.ts";

const yaml = `services:
  web:
    build: {context: ., args: [A=1], additional_contexts: [a=b], ssh: {default: }, secrets: [s]}
    command: a b
    environment: [A=1, B]
    env_file: x.env
    extra_hosts: [a=1.1.1.1]
    gpus: all
    healthcheck: {test: a, interval: 90s}
    mem_limit: 1g
    networks: [n]
    ports: ['8000-8001:80-81', 90]
    secrets: [{source: s, mode: 0440}]
    volumes: ['./a:/a', 'v:/v/']
    depends_on: [db]
    devices: [/dev/a]
`;

test("canonical values are left alone, so the pass may run twice", () => {
  expect(readTestModel({ "compose.yaml": yaml }).findings).toEqual([]);
  const diagnostics = new Diagnostics();
  const parsed = parseYaml(new SourceText("/p/compose.yaml", yaml), diagnostics, "COMPOSE");
  if (!("documents" in parsed) || !parsed.documents[0]) throw new Error("not parsed");
  const context = { diagnostics, doubts: new Doubts(), interpolate: true };
  const once = toCanonical(parsed.documents[0], context);
  expect(toValue(toCanonical(once, context))).toEqual(toValue(once));
  expect(toValue(once)).not.toEqual(toValue(parsed.documents[0]));
  expect(diagnostics.all).toEqual([]);
});

test("values that still hold variables are no errors when nothing is interpolated", () => {
  const diagnostics = new Diagnostics();
  const text = "services:\n  web:\n    ports: ['${P}:80']\n    mem_limit: ${M}\n    stop_grace_period: ${T}\n";
  const parsed = parseYaml(new SourceText("/p/compose.yaml", text), diagnostics, "COMPOSE");
  if (!("documents" in parsed) || !parsed.documents[0]) throw new Error("not parsed");
  toCanonical(parsed.documents[0], { diagnostics, doubts: new Doubts(), interpolate: false });
  expect(diagnostics.all).toEqual([]);
});
