import { expect, test } from "bun:test";
import { readTestModel } from "./test-model.ts";

const compose = "services: {web: {image: '${A-unset}'}}";
const image = (texts: Record<string, string>, options: Parameters<typeof readTestModel>[1] = {}): string =>
  readTestModel({ "compose.yaml": compose, ...texts }, options).model.services.web.image;

test("row 3: the process's environment wins over .env", () => {
  expect(image({ ".env": "A=file\n" })).toBe("file");
  expect(image({ ".env": "A=file\n" }, { env: { A: "process" } })).toBe("process");
});

test("row 3: a later --env-file wins, but what an earlier one expanded stays expanded", () => {
  const texts = { "one.env": "X=1\nA=x$X\n", "two.env": "X=2\n" };
  expect(image(texts, { envFiles: ["one.env", "two.env"] })).toBe("x1");
  expect(image({ ...texts, "three.env": "A=three\n" }, { envFiles: ["one.env", "three.env"] })).toBe("three");
});

test("row 3: the process's environment wins inside env files too", () => {
  expect(image({ ".env": "X=file\nA=$X\n" }, { env: { X: "process" } })).toBe("process");
});

test("row 3: a file found in a parent: .env here and .env there are read, here wins", () => {
  const texts = {
    "deep/.env": "A=here\n",
    ".env": "A=there\nB=there\n",
    "compose.yaml": "services: {web: {image: $A-$B}}",
  };
  expect(image(texts, { cwd: "/p/deep" })).toBe("here-there");
});

test("row 4: with -f, .env is looked for beside the first file only", () => {
  const texts = { ".env": "A=cwd\n", "sub/compose.yaml": compose, "sub/.env": "A=beside\n" };
  expect(image(texts, { files: ["sub/compose.yaml"] })).toBe("beside");
  expect(image({ ".env": "A=cwd\n", "bare/compose.yaml": compose }, { files: ["bare/compose.yaml"] })).toBe("unset");
});

test("row 4: --project-directory moves the search for .env", () => {
  const texts = { ".env": "A=cwd\n", "sub/compose.yaml": compose, "other/.env": "A=other\n" };
  expect(image(texts, { files: ["sub/compose.yaml"], projectDirectory: "other" })).toBe("other");
});

test("row 42: COMPOSE_ENV_FILES lists env files, COMPOSE_DISABLE_ENV_FILE turns .env off", () => {
  const texts = { ".env": "A=dotenv\n", "a.env": "A=a\n", "b.env": "A=b\n" };
  expect(image(texts, { env: { COMPOSE_ENV_FILES: "a.env,b.env" } })).toBe("b");
  expect(image(texts, { env: { COMPOSE_DISABLE_ENV_FILE: "true" } })).toBe("unset");
});

test("row 42: COMPOSE_FILE, COMPOSE_PATH_SEPARATOR, COMPOSE_PROFILES and COMPOSE_PROJECT_NAME may stand in .env", () => {
  const { context } = readTestModel({
    ".env":
      "COMPOSE_FILE=a.yaml;b.yaml\nCOMPOSE_PATH_SEPARATOR=;\nCOMPOSE_PROFILES=dev, test\nCOMPOSE_PROJECT_NAME=named\n",
    "a.yaml": compose,
    "b.yaml": compose,
  });
  expect(context.composeFiles).toEqual(["/p/a.yaml", "/p/b.yaml"]);
  expect(context.profiles).toEqual(["dev", "test"]);
  expect(context.projectName).toBe("named");
});

test("row 16: --profile replaces COMPOSE_PROFILES", () => {
  const profiles = (asked: string[]): readonly string[] =>
    readTestModel({ "compose.yaml": compose }, { env: { COMPOSE_PROFILES: "a" }, profiles: asked }).context.profiles;
  expect([profiles([]), profiles(["b", "c"])]).toEqual([["a"], ["b", "c"]]);
});

test("row 3: PWD is the directory one stands in when the process has none", () => {
  const texts = { "compose.yaml": "services: {web: {image: $PWD}}" };
  expect(image(texts)).toBe("/p");
  expect(image(texts, { env: { PWD: "/else" } })).toBe("/else");
});

test("a missing --env-file is an error", () => {
  expect(readTestModel({ "compose.yaml": compose, "dev.env": "" }, { envFiles: ["dve.env"] }).findings).toEqual([
    "no such file: /p/dve.env",
  ]);
});

test("an error of an env file has its line, and no text of it", () => {
  const { context } = readTestModel({ "compose.yaml": compose, ".env": "A=1\nB='open\n" });
  expect(context.diagnostics.all).toMatchObject([
    { code: "COMPOSE_ENV_FILE_SYNTAX", at: { file: "/p/.env", line: 2 } },
  ]);
  expect(context.diagnostics.all[0]?.at).not.toHaveProperty("text");
});
