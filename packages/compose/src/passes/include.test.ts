import { expect, test } from "bun:test";
import { readTestModel } from "../test-model.ts";

test("row 11: an included file brings its resources, with paths from its own directory", () => {
  const { model, findings } = readTestModel({
    "compose.yaml": "include: [sub/compose.yaml]\nservices: {web: {image: w, depends_on: [db]}}\n",
    "sub/compose.yaml":
      "name: other\nservices: {db: {image: d, volumes: ['./data:/data']}}\nnetworks: {n: {}}\nvolumes: {v: {}}\nconfigs: {c: {file: c.txt}}\nx-a: 1\n",
  });
  expect(findings).toEqual([]);
  expect(Object.keys(model)).toEqual(["services", "networks", "volumes", "configs"]);
  expect(Object.keys(model.services)).toEqual(["web", "db"]);
  expect(model.services.db.volumes[0].source).toBe("/p/sub/data");
  expect(model.configs.c.file).toBe("/p/sub/c.txt");
});

test("row 11: its .env counts for it alone, below the environment of the including project", () => {
  const { model } = readTestModel(
    {
      "compose.yaml": "include: [sub/compose.yaml]\nservices: {web: {image: 'w:${TAG-none}'}}\n",
      "sub/compose.yaml": "services: {db: {image: 'd:$TAG-$SHARED'}}\n",
      "sub/.env": "TAG=inner\nSHARED=inner\n",
    },
    { env: { SHARED: "outer" } },
  );
  expect([model.services.web.image, model.services.db.image]).toEqual(["w:none", "d:inner-outer"]);
});

test("row 11: a variable that its services name without a value comes from its own environment", () => {
  const { model } = readTestModel({
    "compose.yaml": "include: [sub/compose.yaml]\nservices: {}\n",
    "sub/compose.yaml": "services: {db: {image: d, environment: [TAG, NO]}}\n",
    "sub/.env": "TAG=inner\n",
  });
  expect(model.services.db.environment).toEqual({ TAG: "inner", NO: null });
});

test("row 11: env_file replaces .env and is found from the including directory; /dev/null means none", () => {
  const files = {
    "sub/compose.yaml": "services: {db: {image: 'd:${TAG-none}'}}\n",
    "sub/.env": "TAG=dot\n",
    "my.env": "TAG=mine\n",
  };
  const image = (entry: string): string =>
    readTestModel({ ...files, "compose.yaml": `include: [{path: sub/compose.yaml, ${entry}}]\nservices: {}\n` }).model
      .services.db.image;
  expect(image("env_file: my.env")).toBe("d:mine");
  expect(image("env_file: /dev/null")).toBe("d:none");
});

test("row 11: an env_file that is not there is an error where it is named", () => {
  const { findings } = readTestModel({
    "compose.yaml": "include:\n  - {path: sub/c.yaml, env_file: no.env}\nservices: {}\n",
    "sub/c.yaml": "services: {}\n",
  });
  expect(findings).toEqual(["/p/compose.yaml:2:5 no such file: /p/no.env"]);
});

test("row 11: project_directory moves its paths; several paths are merged as one project", () => {
  const { model } = readTestModel({
    "compose.yaml": "include:\n  - path: [sub/a.yaml, sub/b.yaml]\n    project_directory: other\nservices: {}\n",
    "sub/a.yaml": "services: {db: {build: ./ctx, cap_add: [A]}}\n",
    "sub/b.yaml": "services: {db: {cap_add: [B]}}\n",
  });
  expect(model.services.db).toMatchObject({ build: { context: "/p/other/ctx" }, cap_add: ["A", "B"] });
});

test("row 11: what both define differently is an error, as in docker compose 2", () => {
  const { findings } = readTestModel({
    "compose.yaml": "include: [sub/compose.yaml]\nservices:\n  w: {image: mine}\n",
    "sub/compose.yaml": "services:\n  w: {image: theirs}\n",
  });
  expect(findings).toEqual([
    "/p/compose.yaml:3:3 services.w conflicts with the one included from /p/sub/compose.yaml:2:3".replace(":2:3", ":2"),
  ]);
});

test("row 11: a file that two includes share is no conflict", () => {
  const { model, findings } = readTestModel({
    "compose.yaml": "include: [a.yaml, b.yaml]\nservices: {}\n",
    "a.yaml": "include: [shared.yaml]\nservices: {a: {image: a}}\n",
    "b.yaml": "include: [shared.yaml]\nservices: {b: {image: b}}\n",
    "shared.yaml": "services: {s: {image: s, volumes: ['./d:/d']}}\n",
  });
  expect(findings).toEqual([]);
  expect(Object.keys(model.services).sort()).toEqual(["a", "b", "s"]);
});

test("row 11: a later file of the project overrides an included service", () => {
  const { model } = readTestModel(
    {
      "compose.yaml": "include: [sub/compose.yaml]\nservices: {}\n",
      "sub/compose.yaml": "services: {db: {image: d, environment: {A: 1}}}\n",
      "over.yaml": "services: {db: {environment: {B: 2}}}\n",
    },
    { files: ["compose.yaml", "over.yaml"] },
  );
  expect(Object.keys(model.services.db.environment)).toEqual(["A", "B"]);
});

test("row 10: extends in an included file is relative to its project directory", () => {
  const { model } = readTestModel({
    "compose.yaml": "include: [sub/compose.yaml]\nservices: {}\n",
    "sub/compose.yaml": "services: {db: {extends: {file: base.yaml, service: base}}}\n",
    "sub/base.yaml": "services: {base: {image: b}}\n",
  });
  expect(model.services.db.image).toBe("b");
});

test("row 11: files that include each other are an error that shows the circle", () => {
  const { findings } = readTestModel({
    "compose.yaml": "include: [b.yaml]\nservices: {}\n",
    "b.yaml": "include:\n  - compose.yaml\n",
  });
  expect(findings).toEqual([
    "/p/b.yaml:2:5 files include each other in a circle: /p/compose.yaml → /p/b.yaml → /p/compose.yaml",
  ]);
});

test("row 11: an included file that is not there is an error where it is named", () => {
  const { findings } = readTestModel({ "compose.yaml": "include:\n  - no.yaml\nservices: {}\n" });
  expect(findings).toEqual(["/p/compose.yaml:2:5 no such file: /p/no.yaml"]);
});

test("a remote include is a clear error, not silence", () => {
  const { findings } = readTestModel({ "compose.yaml": "include:\n  - https://example.org/c.yaml\nservices: {}\n" });
  expect(findings[0]).toMatch(/^\/p\/compose.yaml:2:5 .*remote Compose files are not fetched$/);
});
