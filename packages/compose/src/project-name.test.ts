import { expect, test } from "bun:test";
import { readTestModel } from "./test-model.ts";

const plain = "services: {}\n";
type Options = Parameters<typeof readTestModel>[1];
const nameOf = (text: string, options: Options = {}): string =>
  readTestModel({ "compose.yaml": text }, options).context.projectName;

test("row 19: -p wins over COMPOSE_PROJECT_NAME, that over name:, that over the directory", () => {
  const env = { COMPOSE_PROJECT_NAME: "env" };
  expect(nameOf("name: file\nservices: {}\n", { env, projectName: "flag" })).toBe("flag");
  expect(nameOf("name: file\nservices: {}\n", { env })).toBe("env");
  expect(nameOf("name: file\nservices: {}\n")).toBe("file");
  expect(nameOf(plain)).toBe("p");
});

test("row 19: name: is interpolated and made valid; of several files the last one counts", () => {
  expect(nameOf("name: Foo_${X}.Bar\nservices: {}\n", { env: { X: "y" } })).toBe("foo_ybar");
  const { context } = readTestModel(
    { "a.yaml": "name: a\n", "b.yaml": "name: b\n", "c.yaml": plain },
    { files: ["a.yaml", "b.yaml", "c.yaml"] },
  );
  expect(context.projectName).toBe("b");
});

test("row 19: the directory's name is made valid", () => {
  const { context } = readTestModel({ "/srv/_My App.2/compose.yaml": plain }, { cwd: "/srv/_My App.2" });
  expect(context.projectName).toBe("myapp2");
});

test("row 19: -p and COMPOSE_PROJECT_NAME must be valid as they are", () => {
  const { context } = readTestModel({ "compose.yaml": plain }, { projectName: "Foo" });
  expect(context.diagnostics.all).toMatchObject([{ code: "COMPOSE_BAD_PROJECT_NAME", hint: "use foo" }]);
  expect(readTestModel({ "compose.yaml": plain }, { env: { COMPOSE_PROJECT_NAME: "-x" } }).findings[0]).toMatch(
    /"-x" \(COMPOSE_PROJECT_NAME\)/,
  );
});

test("row 19: nothing left of a name is an error", () => {
  expect(readTestModel({ "/___/compose.yaml": plain }, { cwd: "/___" }).findings).toEqual([
    "no project name can be made of /___",
  ]);
});

test("row 19: the name is visible to interpolation", () => {
  const text = "name: shop\nservices: {web: {image: $COMPOSE_PROJECT_NAME}}\n";
  expect(readTestModel({ "compose.yaml": text }).model.services.web.image).toBe("shop");
});
