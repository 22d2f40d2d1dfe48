import { expect, test } from "bun:test";
import { createMemoryFiles, formatPosition } from "@slipway/core";
import type { LoadOptions } from "./load.ts";
import { loadProject } from "./load.ts";
import { findingText } from "./test-model.ts";

async function load(texts: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}) {
  const absolute = Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/p/${name}`, text]));
  const { project, diagnostics, locate } = await loadProject({
    cwd: "/p",
    env: {},
    fileSystem: createMemoryFiles(absolute),
    ...options,
  });
  return { project, locate, diagnostics, findings: diagnostics.map(findingText) };
}

test("a project is loaded from its file, its override, its .env and what they extend and include", async () => {
  const { project, findings } = await load({
    "compose.yaml":
      "name: shop\ninclude: [db/compose.yaml]\nservices:\n  web: {extends: {file: base/web.yaml, service: web}, image: 'web:${TAG}'}\n",
    "compose.override.yaml": "services: {web: {ports: ['8080:80']}}\n",
    ".env": "TAG=3\n",
    "base/web.yaml": "services: {web: {volumes: ['./site:/site:ro']}}\n",
    "db/compose.yaml": "services: {db: {image: postgres, volumes: ['data:/data']}}\nvolumes: {data: {}}\n",
  });
  expect(findings).toEqual([]);
  expect(project).toMatchObject({
    name: "shop",
    workingDir: "/p",
    composeFiles: ["/p/compose.yaml", "/p/compose.override.yaml"],
    services: {
      web: {
        image: "web:3",
        ports: [{ target: 80, published: "8080" }],
        volumes: [{ source: "/p/base/site", read_only: true }],
      },
      db: { image: "postgres", volumes: [{ type: "volume", source: "data" }] },
    },
    volumes: { data: { name: "shop_data" } },
  });
});

test("locate tells where a value was written, in whichever file that was", async () => {
  const { locate } = await load({
    "compose.yaml": "services:\n  web:\n    image: a\n    extends: {file: sub/b.yaml, service: b}\n",
    "sub/b.yaml": "services:\n  b:\n    command: [x]\n    ports:\n      - 80:80\n",
    "compose.override.yaml": "services:\n  web:\n    image: b\n",
  });
  const at = (...path: (string | number)[]): string => {
    const position = locate(path);
    return position ? formatPosition(position) : "nowhere";
  };
  expect(at("services", "web", "image")).toBe("/p/compose.override.yaml:3:12");
  expect(at("services", "web", "command", 0)).toBe("/p/sub/b.yaml:3:15");
  expect(at("services", "web", "ports", 0, "target")).toBe("/p/sub/b.yaml:5:9");
});

test("a value that was not written has the place of its nearest parent", async () => {
  const { locate } = await load({ "compose.yaml": "services:\n  web:\n    image: a\n" });
  expect(locate(["services", "web", "deploy", "replicas"])).toMatchObject({ line: 2, column: 3 });
});

test("all that is wrong is found in one go, and there is no project", async () => {
  const { project, findings } = await load({
    "compose.yaml":
      "services:\n  web:\n    image: ${IMAGE:?name it}\n    imagee: x\n  web:\n    image: y\n  api:\n    labels: [*nothing]\n    scale: many\n",
    ".env": "A='open\n",
  });
  expect(project).toBeUndefined();
  expect(findings.map((finding) => finding.replace("/p/compose.yaml:", "").slice(0, 40))).toEqual([
    expect.stringMatching(/^3:12 the variable IMAGE is required/),
    expect.stringMatching(/^4:5 unknown attribute "imagee"/),
    expect.stringMatching(/^5:3 key "web" stands twice/),
    expect.stringMatching(/^7:3 service "api" has neither/),
    expect.stringMatching(/^8:14 there is no anchor/),
    expect.stringMatching(/^9:12 services.api.scale must be/),
    expect.stringMatching(/^\/p\/\.env:1:1 /),
  ]);
});

test("the syntax errors of every file are listed together", async () => {
  const { findings } = await load(
    { "a.yaml": "a: [1\n", "b.yaml": "a: 'x\n", "c.yaml": "services: {}\n" },
    { files: ["a.yaml", "b.yaml", "c.yaml"] },
  );
  expect(findings.map((finding) => finding.split(":")[0])).toEqual(["/p/a.yaml", "/p/b.yaml"]);
});

test("a warning leaves the project standing", async () => {
  const { project, diagnostics } = await load({ "compose.yaml": "services: {web: {image: 'a${TAG}'}}\n" });
  expect(project?.services.web?.image).toBe("a");
  expect(diagnostics).toMatchObject([{ severity: "warning", code: "COMPOSE_VARIABLE_UNSET" }]);
});
