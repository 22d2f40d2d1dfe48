import { describe, expect, test } from "bun:test";
import { onlyServices } from "../only-services.ts";
import { projectOf } from "../plan/testing/load.ts";
import { bakeFile } from "./bake-file.ts";
import type { BuildPolicy } from "./build-policy.ts";

/** The target of a service, without what all have. */
async function target(build: string, policy: BuildPolicy = {}, more = ""): Promise<object> {
  const project = await projectOf(
    `services: { web: { ${more} build: { ${build} } } }\nsecrets: { file: { file: ./t }, env: { environment: TOKEN } }\n`,
  );
  const {
    labels: _,
    tags: __,
    context: ___,
    output: ____,
    ...rest
  } = bakeFile(project, ["web"], policy).file.target["web"] ?? {
    context: "",
  };
  const { dockerfile = "", ...others } = rest;
  return dockerfile.endsWith("/Dockerfile") ? others : rest;
}

describe("a service as a target of bake", () => {
  test.each<[string, BuildPolicy, object]>([
    ["context: .", {}, {}],
    ["context: a, dockerfile: b/D", {}, { dockerfile: "/srv/demo/a/b/D" }],
    ["context: 'https://example.org/a.git', dockerfile: D", {}, { dockerfile: "D" }],
    ["dockerfile_inline: 'FROM $${X}'", {}, { "dockerfile-inline": "FROM $${X}" }],
    ["context: ., args: { A: '1', UNSET: , B: '%{x}' }", { args: { A: "2" } }, { args: { A: "2", B: "%%{x}" } }],
    ["context: ., cache_from: [a], cache_to: [b]", {}, { "cache-from": ["a"], "cache-to": ["b"] }],
    ["context: ., pull: true", { noCache: true }, { pull: true, "no-cache": true }],
    [
      "context: ., no_cache_filter: [x], target: t, network: none",
      {},
      { "no-cache-filter": ["x"], target: "t", network: "none" },
    ],
    [
      "context: ., shm_size: 64m, ulimits: { nproc: 5, nofile: { soft: 1, hard: 2 } }",
      {},
      { "shm-size": "67108864", ulimits: ["nproc=5:5", "nofile=1:2"] },
    ],
    [
      "context: ., extra_hosts: ['a:1.2.3.4', 'a:1.2.3.5', 'b:::1']",
      {},
      { "extra-hosts": { a: "1.2.3.4,1.2.3.5", b: "::1" } },
    ],
    [
      "context: ., privileged: true, entitlements: [network.host]",
      {},
      { entitlements: ["network.host", "security.insecure"] },
    ],
    ["context: ., provenance: mode=max, sbom: true", {}, { attest: ["type=provenance,mode=max", "type=sbom"] }],
    ["context: ., provenance: true", { provenance: "false" }, { attest: ["type=provenance,disabled=true"] }],
    ["context: ., ssh: [default, 'k=/tmp/x']", { ssh: ["default"] }, { ssh: ["k=/tmp/x", "default"] }],
    [
      "context: ., secrets: [file, { source: env, target: other }]",
      {},
      { secret: ["id=file,type=file,src=/srv/demo/t", "id=other,type=env,env=TOKEN"] },
    ],
    ["context: ., platforms: [linux/amd64, linux/arm64]", {}, { platforms: ["linux/amd64", "linux/arm64"] }],
    ["context: ., platforms: [linux/amd64, linux/arm64]", { onePlatform: true }, {}],
    ["context: .", { check: true }, { call: "lint" }],
  ])("%s with %o", async (build, policy, expected) => {
    const found = await target(build, policy);
    expect(found).toEqual(
      "ssh" in expected ? { ...expected, ssh: expect.arrayContaining(["default", "k=/tmp/x"]) } : expected,
    );
  });

  test("the platform of the service is what is built for it", async () => {
    expect(await target("context: .", {}, "platform: linux/arm64,")).toEqual({ platforms: ["linux/arm64"] });
    const both = "context: ., platforms: [linux/amd64, linux/arm64]";
    expect(await target(both, { onePlatform: true }, "platform: linux/arm64,")).toEqual({ platforms: ["linux/arm64"] });
  });

  test("goes into the engine, or, as a list of images, by the builder into the registry", async () => {
    const output = async (build: string, policy: BuildPolicy) => {
      const project = await projectOf(`services: { web: { image: "r.example/a", build: { context: ., ${build} } } }\n`);
      return bakeFile(project, ["web"], policy).file.target["web"]?.output;
    };
    const two = "platforms: [linux/amd64, linux/arm64]";
    expect(await output("target: a", { push: true })).toEqual(["type=docker"]);
    expect(await output("sbom: true", { push: true })).toEqual(["type=registry"]);
    expect(await output(two, { push: true })).toEqual(["type=registry"]);
    expect(await output(two, {})).toEqual(["type=image,push=false"]);
  });

  test("a path with a comma is one field of a secret", async () => {
    const project = await projectOf(
      "services: { web: { build: { context: ., secrets: [s] } } }\nsecrets: { s: { file: 'a,b' } }\n",
    );
    expect(bakeFile(project, ["web"], {}).file.target["web"]?.secret).toEqual(['id=s,type=file,"src=/srv/demo/a,b"']);
  });
});

describe("services that are built upon each other", () => {
  const text = `services:
  app.web: { build: { context: ., additional_contexts: { base: "service:app_web", dir: ./x } } }
  app_web: { build: { context: b, ssh: [default] } }
  other: { build: o }
`;
  test("come into one bake, those that were not asked for only as a base", async () => {
    const project = onlyServices(await projectOf(text), new Set(["app.web"]));
    const { file, services, allow } = bakeFile(project, ["app.web"], {});
    expect(file.group.default.targets).toEqual(["app_web"]);
    expect(Object.keys(file.target)).toEqual(["app_web", "app_web_"]);
    expect(file.target["app_web"]?.contexts).toEqual({
      base: "target:app_web_",
      dir: "/srv/demo/x",
    });
    expect([...services]).toEqual([
      ["app_web", "app.web"],
      ["app_web_", "app_web"],
    ]);
    expect(allow).toEqual(["ssh"]);
  });
});

test("the value of a secret goes by a variable of the process, not by the file", async () => {
  const project = await projectOf(
    "services: { web: { build: { context: ., secrets: [s] } } }\nsecrets: { s: { environment: TOKEN } }\n",
  );
  const withToken = { ...project, environment: { ...project.environment, TOKEN: "the value" } };
  const { env, file } = bakeFile(withToken, ["web"], {});
  expect(env).toEqual({ TOKEN: "the value" });
  expect(JSON.stringify(file)).not.toContain("the value");
});
