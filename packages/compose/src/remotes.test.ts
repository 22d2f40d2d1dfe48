import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createMemoryFiles } from "@slipway/core";
import { type LoadOptions, loadProject } from "./load.ts";
import type { RemoteResolver } from "./remotes.ts";
import { findingText } from "./test-model.ts";

/** A resolver to which every address is a file that lies at the given place. */
function fetched(places: Readonly<Record<string, string>>): RemoteResolver {
  return (address) => {
    const file = places[address];
    return file ? Promise.resolve({ file, root: dirname(file) }) : Promise.reject(new Error("there is no such place"));
  };
}

async function load(texts: Readonly<Record<string, string>>, options: Partial<LoadOptions>) {
  const fileSystem = createMemoryFiles(texts, "services: {typed: {image: t}}\n");
  const { project, diagnostics } = await loadProject({ cwd: "/p", env: {}, fileSystem, ...options });
  return { project, findings: diagnostics.map(findingText) };
}

const db = "https://example.org/db.git#v1:stack";

test("an included address is fetched, and so is what the fetched file includes", async () => {
  const { project, findings } = await load(
    {
      "/p/compose.yaml": `include: ["${db}"]\nservices: {web: {image: w, depends_on: [db]}}\n`,
      "/cache/db/compose.yaml": "include: ['oci://r.test/cache:1']\nservices: {db: {image: d, volumes: ['./x:/x']}}\n",
      "/cache/oci/compose.yaml": "services: {cache: {image: c}}\n",
    },
    { resolveRemote: fetched({ [db]: "/cache/db/compose.yaml", "oci://r.test/cache:1": "/cache/oci/compose.yaml" }) },
  );
  expect(findings).toEqual([]);
  expect(Object.keys(project?.services ?? {}).sort()).toEqual(["cache", "db", "web"]);
  expect(project?.services.db?.volumes?.[0]?.source).toBe("/cache/db/x");
});

test("an address with -f is a project of its own, and standard input still counts", async () => {
  const { project, findings } = await load(
    { "/cache/shop/compose.yaml": "services: {db: {image: 'd:${T}'}}\n", "/cache/shop/.env": "T=1\n" },
    { files: [db, "-"], resolveRemote: fetched({ [db]: "/cache/shop/compose.yaml" }) },
  );
  expect(findings).toEqual([]);
  expect(project).toMatchObject({
    name: "shop",
    workingDir: "/cache/shop",
    services: { db: { image: "d:1" }, typed: {} },
  });
});

test("a service of another repository can be extended", async () => {
  const { project } = await load(
    {
      "/p/compose.yaml": "services: {web: {extends: {file: 'git@example.org:a/b.git', service: base}}}\n",
      "/cache/b/compose.yaml": "services: {base: {image: b}}\n",
    },
    { resolveRemote: fetched({ "git@example.org:a/b.git": "/cache/b/compose.yaml" }) },
  );
  expect(project?.services.web?.image).toBe("b");
});

test("without a resolver nothing is fetched, and the error says how to allow it", async () => {
  const fileSystem = createMemoryFiles({ "/p/compose.yaml": `include: ["${db}"]\nservices: {}\n` });
  const { diagnostics } = await loadProject({ cwd: "/p", env: {}, fileSystem });
  expect(diagnostics).toMatchObject([{ code: "COMPOSE_REMOTE_FILE", hint: expect.stringContaining("--allow-remote") }]);
  expect((await load({}, { files: [db] })).findings).toEqual([
    `${db} is not on this machine, and remote Compose files are not fetched`,
  ]);
});

test("what cannot be fetched is an error where it is named, with the reason", async () => {
  const { findings } = await load(
    { "/p/compose.yaml": `include:\n  - ${db}\nservices: {web: {image: x, depends_on: [db]}}\n` },
    { resolveRemote: fetched({}) },
  );
  expect(findings).toEqual([`/p/compose.yaml:2:5 cannot fetch ${db}: there is no such place`]);
});

test("a fetched file cannot lead out of its repository, neither by .. nor by symbolic links", async () => {
  const directory = mkdtempSync(join(tmpdir(), "slipway-remotes-"));
  try {
    const root = join(directory, "repository");
    mkdirSync(root);
    writeFileSync(join(directory, "secret.yaml"), "services: {stolen: {image: x}}\n");
    writeFileSync(join(directory, "secret.env"), "A=1\n");
    symlinkSync("../secret.yaml", join(root, "link.yaml"));
    symlinkSync("../secret.env", join(root, "link.env"));
    const compose = `include: [../secret.yaml, link.yaml]
services:
  a: {image: x, env_file: [../secret.env, link.env]}
  b: {extends: {file: ./../secret.yaml, service: stolen}}
`;
    writeFileSync(join(root, "compose.yaml"), compose);
    const { diagnostics } = await loadProject({
      cwd: directory,
      env: {},
      files: [db],
      resolveRemote: () => Promise.resolve({ file: join(root, "compose.yaml"), root }),
    });
    expect(diagnostics.map(({ at, code }) => `${at?.line} ${code}`)).toEqual([
      "1 COMPOSE_FILE_UNREADABLE",
      "1 COMPOSE_FILE_UNREADABLE",
      "3 COMPOSE_FILE_UNREADABLE",
      "3 COMPOSE_FILE_UNREADABLE",
    ]);
    expect(diagnostics[0]?.message).toContain("it leads out of the remote project");
  } finally {
    rmSync(directory, { recursive: true });
  }
});
