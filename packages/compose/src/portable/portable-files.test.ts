import { describe, expect, test } from "bun:test";
import { createMemoryFiles } from "@slipway/core";
import { loadProject } from "../load.ts";
import { portableFiles } from "./portable-files.ts";

/** The files of a project in /p, made portable: each name is the path with its slashes as dashes. */
async function portable(texts: Readonly<Record<string, string>>, ...names: string[]) {
  const files = createMemoryFiles(texts);
  const { project, diagnostics } = await loadProject({
    cwd: "/p",
    env: { KIND: "dev" },
    files: names,
    fileSystem: files,
  });
  if (!project) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return portableFiles(project, files, (path) => path.slice(1).replaceAll("/", "-"));
}

describe("a project becomes portable", () => {
  test("env files and extended files get plain names where they are named, and nothing else changes", async () => {
    const { composeFiles, extended, envFiles } = await portable({
      "/p/compose.yaml": `# kept
services:
  web:
    image: "web"   # also kept
    env_file: ["a.env", { path: './\${KIND}/b.env' , required: false }]
    extends: { file: "../shared/base.yaml", service: base }
  one: { image: x, env_file: a.env, command: "a.env" }
`,
      "/shared/base.yaml":
        "services:\n  base:\n    env_file:\n      - own.env\n    extends:\n      file: ./more.yaml\n      service: more\n",
      "/shared/more.yaml": "services: { more: { labels: [a] } }\n",
      "/p/a.env": "A=1\n",
      "/p/dev/b.env": "B=2\n",
      "/shared/own.env": "C=3\n",
    });
    expect(composeFiles.map(({ name, text }) => `${name}\n${text}`)).toEqual([
      `compose.yaml
# kept
services:
  web:
    image: "web"   # also kept
    env_file: ["p-a.env", { path: 'p-dev-b.env' , required: false }]
    extends: { file: "shared-base.yaml", service: base }
  one: { image: x, env_file: p-a.env, command: "a.env" }
`,
    ]);
    expect(extended.map(({ name, text }) => [name, text])).toEqual([
      [
        "shared-base.yaml",
        "services:\n  base:\n    env_file:\n      - shared-own.env\n    extends:\n      file: shared-more.yaml\n      service: more\n",
      ],
      ["shared-more.yaml", "services: { more: { labels: [a] } }\n"],
    ]);
    expect(envFiles.map(({ name, text }) => [name, text])).toEqual([
      ["p-a.env", "A=1\n"],
      ["p-dev-b.env", "B=2\n"],
      ["shared-own.env", "C=3\n"],
    ]);
  });

  test("several files stay several, an anchored value is written once, and a missing env file keeps its name", async () => {
    const { composeFiles } = await portable(
      {
        "/p/one.yaml":
          "x-base: &base { env_file: &e a.env }\nservices:\n  a: { image: a, <<: *base }\n  b: { image: b, env_file: [*e, { path: none.env, required: false }] }\n",
        "/p/two.yaml": "services: { a: { command: b } }\n---\nservices: { b: { env_file: a.env } }\n",
        "/p/a.env": "",
      },
      "one.yaml",
      "two.yaml",
    );
    expect(composeFiles.map(({ text }) => text)).toEqual([
      "x-base: &base { env_file: &e p-a.env }\nservices:\n  a: { image: a, <<: *base }\n  b: { image: b, env_file: [*e, { path: none.env, required: false }] }\n",
      "services: { a: { command: b } }\n---\nservices: { b: { env_file: p-a.env } }\n",
    ]);
  });

  test("included files of this machine are told, with their places", async () => {
    const { includes } = await portable({
      "/p/compose.yaml": "include:\n  - sub/a.yaml\n  - path: [sub/b.yaml]\nservices: {}\n",
      "/p/sub/a.yaml": "services: { a: { image: a } }\n",
      "/p/sub/b.yaml": "services: { b: { image: b } }\n",
    });
    expect(includes.map(({ line, column }) => [line, column])).toEqual([
      [2, 5],
      [3, 12],
    ]);
  });

  test("values that stand in the files are told, those of the environment are not", async () => {
    const { literals } = await portable({
      "/p/compose.yaml":
        "services:\n  a: { image: a, environment: { A: one, B: '${KIND}', C: , D: '', E: 'x$$y' } }\n  b: { image: b, environment: [A=two=2, B, 'C=${X:-y}'] }\n",
    });
    expect(literals.map(({ service, key, value, at }) => `${at.line} ${service}.${key}=${value}`)).toEqual([
      "2 a.A=one",
      "2 a.E=x$$y",
      "3 b.A=two=2",
    ]);
  });
});
