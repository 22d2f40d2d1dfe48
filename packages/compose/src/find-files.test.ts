import { expect, test } from "bun:test";
import { createMemoryFiles, Diagnostics } from "@slipway/core";
import { findComposeFiles } from "./find-files.ts";
import { Remotes } from "./remotes.ts";
import { readTestModel } from "./test-model.ts";

function find(names: string[], from = "/p", named: string[] = []): { found: readonly string[]; messages: string[] } {
  const files = createMemoryFiles(Object.fromEntries(names.map((name) => [name, "services: {}"])));
  const diagnostics = new Diagnostics();
  const found = findComposeFiles({ cwd: from, from, named }, { files, diagnostics, remotes: new Remotes() });
  return { found, messages: diagnostics.all.map(({ message }) => message) };
}

test("a default name in the directory is found, compose.yaml before the others", () => {
  expect(find(["/p/docker-compose.yml"])).toEqual({ found: ["/p/docker-compose.yml"], messages: [] });
  expect(find(["/p/docker-compose.yml", "/p/compose.yaml"])).toEqual({
    found: ["/p/compose.yaml"],
    messages: ["/p/compose.yaml is used, /p/docker-compose.yml is not"],
  });
});

test("directories above are searched, the nearest first", () => {
  expect(find(["/p/compose.yaml"], "/p/a/b").found).toEqual(["/p/compose.yaml"]);
  expect(find(["/compose.yml", "/p/compose.yaml"], "/p/a").found).toEqual(["/p/compose.yaml"]);
});

test("the override file beside a found file is merged on top, but not with -f", () => {
  const names = ["/p/compose.yaml", "/p/compose.override.yml"];
  expect(find(names).found).toEqual(names);
  expect(find(names, "/p", ["compose.yaml"]).found).toEqual(["/p/compose.yaml"]);
});

test("files named with -f are taken from where one stands, in order", () => {
  expect(find([], "/p/a", ["../x.yaml", "/abs.yaml", "-"]).found).toEqual(["/p/x.yaml", "/abs.yaml", "-"]);
});

test("no file at all is an error that names the directory", () => {
  expect(find([], "/p")).toEqual({ found: [], messages: ["no Compose file in /p or a directory above it"] });
});

test("a missing file is an error that suggests a near name, else a default name", () => {
  const { context } = readTestModel(
    { "compose.yaml": "services: {}", "prod.yaml": "services: {}" },
    { files: ["prdo.yaml", "zzz.json"] },
  );
  expect(context.diagnostics.all).toMatchObject([
    { code: "COMPOSE_FILE_NOT_FOUND", message: "no such file: /p/prdo.yaml", hint: "did you mean /p/prod.yaml?" },
    { message: "no such file: /p/zzz.json", hint: "did you mean /p/compose.yaml?" },
  ]);
});

test("standard input is a file like others, read from where one stands", () => {
  const files = createMemoryFiles({}, "services: {web: {image: from-stdin}}");
  const { model, context } = readTestModel({}, { files: ["-"], fileSystem: files });
  expect(context.workingDir).toBe("/p");
  expect(model).toEqual({ services: { web: { image: "from-stdin" } } });
});

test("a directory, an empty file and a list are errors", () => {
  const { findings } = readTestModel(
    { "dir/x": "", "empty.yaml": "# nothing\n", "list.yaml": "- a\n" },
    { files: ["dir", "empty.yaml", "list.yaml"] },
  );
  expect(findings).toEqual([
    "cannot read /p/dir: it is a directory",
    "/p/empty.yaml:1:1 /p/empty.yaml is empty",
    "/p/list.yaml:1:1 a Compose file must be a mapping at its top level, not a sequence",
  ]);
});

test("a remote file is a clear error", () => {
  const { findings } = readTestModel({}, { files: ["https://example.org/compose.yaml"] });
  expect(findings[0]).toMatch(/remote Compose files are not fetched/);
});
