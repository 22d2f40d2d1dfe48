import { expect, test } from "bun:test";
import { loadTestConfig } from "../testing/test-config.ts";

const service = (attributes: string): string =>
  `services:\n  web:\n    image: x\n${attributes.replace(/^/gm, "    ")}\n`;

async function environmentOf(attributes: string, files: Record<string, string>, env: Record<string, string> = {}) {
  const { config, findings } = await loadTestConfig(service(attributes), { env }, files);
  return { environment: config?.services.web.environment, findings };
}

test("later env files win over earlier ones, and environment over all", async () => {
  const { environment } = await environmentOf("env_file: [a.env, b.env]\nenvironment: {C: '3'}", {
    "/p/a.env": "A=1\nB=1\nC=1\n",
    "/p/b.env": "B=2\nC=2\n",
  });
  expect(environment).toEqual({ A: "1", B: "2", C: "3" });
});

test("variables in an env file see the project's environment, the service's, then earlier files", async () => {
  const { environment } = await environmentOf(
    "env_file: [a.env, b.env]\nenvironment: {S: s}",
    { "/p/a.env": "E=early\nP=file\n", "/p/b.env": "R=$P-$S-$E\n" },
    { P: "project" },
  );
  expect(environment).toMatchObject({ R: "project-s-early" });
});

test("a variable without a value takes the one of outside, else stays unset", async () => {
  const { environment } = await environmentOf("environment: [A, B]", {}, { A: "outside" });
  expect(environment).toEqual({ A: "outside", B: null });
});

test("raw files are taken as they stand", async () => {
  const { environment } = await environmentOf("env_file: [{path: a.env, format: raw}]", {
    "/p/a.env": "A='x $y'\n# no\n",
  });
  expect(environment).toEqual({ A: "'x $$y'" });
});

test("a missing env file is an error at its place", async () => {
  const { findings } = await environmentOf("env_file: a.env", {});
  expect(findings).toEqual([
    '4:15 service "web" needs the env file /p/a.env, which does not exist (create it, or write it as `{path: …, required: false}`)',
  ]);
});

test("a missing env file that is not required is left out", async () => {
  const { environment, findings } = await environmentOf("env_file: [{path: a.env, required: false}]", {});
  expect([environment, findings]).toEqual([undefined, []]);
});

test("env files of services that are not selected need not exist", async () => {
  const yaml = "services:\n  a: {image: x}\n  b: {image: x, env_file: no.env}\n";
  const { findings } = await loadTestConfig(yaml, { services: ["a"] });
  expect(findings).toEqual([]);
});

test("labels of files stand under the service's own", async () => {
  const { config } = await loadTestConfig(
    service("label_file: l\nlabels: [a=own]"),
    {},
    { "/p/l": "a=file\nb=file\n" },
  );
  expect(config.services.web.labels).toEqual({ a: "own", b: "file" });
});
