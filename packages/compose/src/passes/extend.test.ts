import { expect, test } from "bun:test";
import { readTestModel } from "../test-model.ts";

test("row 10: a service goes on top of the one it extends in the same file, in chains", () => {
  const text = `services:
  web: {extends: middle, command: [c], environment: {A: 3}}
  middle: {extends: {service: base}, environment: [A=2, B=2]}
  base: {image: i, environment: {A: 1, C: 1}, depends_on: [db], ports: ['80']}
`;
  expect(readTestModel({ "compose.yaml": text }).model.services.web).toEqual({
    image: "i",
    command: ["c"],
    environment: { A: 3, B: "2", C: 1 },
    depends_on: ["db"],
    ports: ["80"],
  });
});

test("row 10: a base in another file brings its service only, with its variables put in", () => {
  const { model } = readTestModel(
    {
      "compose.yaml": "services:\n  web: {extends: {file: common.yaml, service: base}, user: u}\n",
      "common.yaml": "services: {base: {image: $IMAGE, volumes: ['data:/data']}}\nvolumes: {data: {}}\n",
    },
    { env: { IMAGE: "nginx" } },
  );
  expect(model).toEqual({ services: { web: { image: "nginx", volumes: ["data:/data"], user: "u" } } });
});

test("row 10: relative paths of a base start from its own directory, also through a chain", () => {
  const { model } = readTestModel({
    "compose.yaml": "services:\n  web: {extends: {file: sub/base.yaml, service: base}, env_file: own.env}\n",
    "sub/base.yaml":
      "services: {base: {extends: {file: deep/root.yaml, service: root}, volumes: ['./here:/h'], env_file: base.env}}\n",
    "sub/deep/root.yaml": "services: {root: {build: ./ctx, volumes: ['./there:/t']}}\n",
  });
  const { build, volumes, env_file } = model.services.web;
  expect(build.context).toBe("/p/sub/deep/ctx");
  expect(volumes.map((mount: { source: string }) => mount.source)).toEqual(["/p/sub/deep/there", "/p/sub/here"]);
  expect(env_file.map((file: string | { path: string }) => (typeof file === "string" ? file : file.path))).toEqual([
    "/p/sub/base.env",
    "own.env",
  ]);
});

test("row 9: !reset and !override work against a base", () => {
  const text =
    "services:\n  web: {extends: base, ports: !override ['90'], environment: !reset {}}\n  base: {image: i, ports: ['80'], environment: {A: 1}}\n";
  expect(readTestModel({ "compose.yaml": text }).model.services.web).toEqual({ image: "i", ports: ["90"] });
});

test("row 10: a circle is an error that shows it", () => {
  const { findings } = readTestModel({
    "compose.yaml": "services:\n  a: {extends: b}\n  b:\n    extends:\n      service: a\n",
  });
  expect(findings[0]).toBe(
    "/p/compose.yaml:5:7 services extend each other in a circle: a (/p/compose.yaml) → b (/p/compose.yaml) → a (/p/compose.yaml)",
  );
});

test("row 10: a base that is not there is an error with the nearest name", () => {
  const { context } = readTestModel({ "compose.yaml": "services:\n  a: {extends: bsae}\n  base: {image: i}\n" });
  expect(context.diagnostics.all).toMatchObject([
    { code: "COMPOSE_EXTENDS_UNKNOWN", at: { line: 2, column: 16 }, hint: 'did you mean "base"?' },
  ]);
});

test("row 10: a base file that is not there is an error where it is named", () => {
  const { findings } = readTestModel({ "compose.yaml": "services:\n  a:\n    extends: {service: b, file: no.yaml}\n" });
  expect(findings).toEqual(["/p/compose.yaml:3:33 no such file: /p/no.yaml"]);
});

test("row 10: a chain of 90 services arrives whole at its end", () => {
  const services = Array.from(
    { length: 90 },
    (_, index) => `  s${index}: {extends: s${index + 1}, labels: {l${index}: x}}`,
  );
  const { model, findings } = readTestModel({
    "compose.yaml": `services:\n${services.join("\n")}\n  s90: {image: i}\n`,
  });
  expect(findings).toEqual([]);
  expect(Object.keys(model.services.s0.labels)).toHaveLength(90);
});
