import { describe, expect, test } from "bun:test";
import { createMemoryFiles } from "@slipway/core";
import { loadProject } from "../load.ts";
import type { Project } from "../model/project.ts";
import type { Service } from "../model/service.ts";
import { composeHash } from "./compose-hash.ts";
import { recordedHashes } from "./recorded-hashes.ts";

const fileOf = (attributes: string): string => `name: p
services:
  web:
    ${attributes.startsWith("image:") ? "" : "image: x"}
    ${attributes}
  other: {image: x}
volumes: {data: }
networks: {n1: , n2: }
configs: {c1: {content: a}, c2: {content: b}}
secrets: {s1: {environment: S1}, s2: {environment: S2}}
models: {llm: {model: ai/m}}
`;

async function load(attributes: string, env = {}): Promise<{ project: Project; web: Service }> {
  const fileSystem = createMemoryFiles({ "/p/compose.yaml": fileOf(attributes) });
  const options = { cwd: "/p", env, fileSystem, profiles: ["*"], readEnvFiles: false };
  const { project, diagnostics } = await loadProject(options);
  const web = project?.services["web"];
  if (!project || !web) throw new Error(JSON.stringify(diagnostics));
  return { project, web };
}

describe("the config hash equals docker compose 2.40.3's for", () => {
  test.each(recordedHashes)("%s", async (attributes, hash) => {
    const { project, web } = await load(attributes);
    expect(composeHash(project, web)).toBe(hash);
  });
});

test("what is built takes the default platform, what is only pulled does not", async () => {
  const env = { DOCKER_DEFAULT_PLATFORM: "linux/arm64" };
  const { project, web } = await load("init: true", env);
  const built = { ...web, build: { context: "/src" } };
  const hash = (service: Service): string => composeHash(project, service);
  expect(hash(web)).not.toBe(hash({ ...web, platform: "linux/arm64" }));
  expect(hash(built)).toBe(hash({ ...web, platform: "linux/arm64" }));
  expect(hash({ ...built, platform: "linux/amd64" })).toBe(hash({ ...web, platform: "linux/amd64" }));
});

test("containers take the place of the services whose namespaces and volumes are used", async () => {
  const { project, web } = await load("init: true");
  const shared = { network_mode: "service:other", ipc: "service:other", pid: "service:other" };
  const joined = { network_mode: "container:abc", ipc: "container:abc", pid: "container:abc" };
  const from = { volumes_from: ["other:ro", "container:cc:ro"] };
  const taken = { volumes_from: ["abc", "cc"] };
  expect(composeHash(project, { ...web, ...shared, ...from }, () => "abc")).toBe(
    composeHash(project, { ...web, ...joined, ...taken }),
  );
});
