import { describe, expect, test } from "bun:test";
import { buildProblems } from "./build-problems.ts";
import { planBuilds } from "./builds.ts";
import type { ImageBuilder } from "./image-builder.ts";
import { printPlan } from "./print.ts";
import { projectOf } from "./testing/load.ts";

const buildx: ImageBuilder = { kind: "buildx" };
const classic: ImageBuilder = { kind: "classic", why: "buildx is not installed" };
const nowhere = () => undefined;

describe("what is built", () => {
  const text = `services:
  web: { image: "reg.example/web:1", build: { context: web, tags: [ "reg.example/web:latest" ] } }
  same: { image: "reg.example/web:1", build: web }
  own: { build: own }
  multi: { image: "reg.example/multi:1", build: { context: m, platforms: [linux/amd64, linux/arm64] } }
  pic: { image: pic }
`;

  test("is each image once, with what pushes it", async () => {
    const plan = planBuilds(await projectOf(text), buildx, { push: true }, nowhere);
    expect(printPlan(plan)).toBe(
      [
        "#1 build-image reg.example/web:1: build was asked for",
        "#2 push-image reg.example/web:1 after #1: push was asked for",
        "#3 push-image reg.example/web:latest after #1: push was asked for",
        "#4 build-image demo-own: build was asked for",
        "#5 build-image reg.example/multi:1: build was asked for",
      ].join("\n"),
    );
    expect(plan.changes.map(({ action, name, reason }) => `${action} ${name}: ${reason}`)).toEqual([
      "build reg.example/web:1: build was asked for, with buildx, also as reg.example/web:latest",
      "push reg.example/web:1: push was asked for",
      "push reg.example/web:latest: push was asked for",
      "build demo-own: build was asked for, with buildx",
      "build reg.example/multi:1: build was asked for, with buildx",
      "push reg.example/multi:1: push was asked for, by the builder",
    ]);
  });

  test("is only what was named, and a check pushes nothing", async () => {
    const asked = { services: ["web"], push: true, check: true };
    expect(printPlan(planBuilds(await projectOf(text), classic, asked, nowhere))).toBe(
      "#1 build-image reg.example/web:1: a check was asked for",
    );
  });

  test("warns of a limit of memory that BuildKit does not know", async () => {
    const warned = async (builder: ImageBuilder) =>
      planBuilds(await projectOf(text), builder, { services: ["own"], memory: 1e9 }, nowhere).diagnostics.map(
        ({ severity, code }) => `${severity} ${code}`,
      );
    expect(await warned(buildx)).toEqual(["warning STACK_BUILD_MEMORY"]);
    expect(await warned(classic)).toEqual([]);
  });
});

test("options that need BuildKit are refused without it, not left out", async () => {
  const project = await projectOf("services: { web: { build: . } }\n");
  const asked = { check: true, provenance: "mode=max", sbom: "true", ssh: ["default"] };
  const told = (builder: ImageBuilder, more: object = asked) =>
    planBuilds(project, builder, more, nowhere).diagnostics.map(({ message, hint }) => [message.split(" ")[0], hint]);
  const install = "install buildx (the package docker-buildx or docker-buildx-plugin)";
  expect(told(classic)).toEqual(["--check", "--provenance", "--sbom", "--ssh"].map((option) => [option, install]));
  expect(told({ kind: "classic", why: "DOCKER_BUILDKIT=0" }, { check: true })).toEqual([
    ["--check", "unset DOCKER_BUILDKIT"],
  ]);
  expect(told(buildx)).toEqual([]);
  expect(told(classic, { check: false, provenance: "false", sbom: "false", ssh: [] })).toEqual([]);
});

/** What each builder says of one more key of a build. */
async function problems(build: string, builder: ImageBuilder): Promise<readonly string[]> {
  const text = `services: { web: { build: { context: ., ${build} } } }\nsecrets: { token: { file: t } }\n`;
  const project = await projectOf(text);
  const found = buildProblems(project, project.services["web"] as never, builder, nowhere);
  return found.map(
    ({ severity, code, message }) => `${severity} ${code} ${/build\.\S+(?: \(.*?\))?/.exec(message)?.[0] ?? ""}`,
  );
}

describe("every key of build is done or refused", () => {
  test.each([
    ["additional_contexts: { a: ./b }", "additional_contexts"],
    ["cache_to: [type=inline]", "cache_to"],
    ["entitlements: [network.host]", "entitlements"],
    ["no_cache_filter: [a]", "no_cache_filter"],
    ["platforms: [linux/amd64, linux/arm64]", "platforms"],
    ["privileged: true", "privileged"],
    ["provenance: true", "provenance"],
    ["sbom: true", "sbom"],
    ["secrets: [token]", "secrets"],
    ["ssh: [default]", "ssh"],
    ["cache_from: ['type=local,src=/c']", "cache_from (type=local,src=/c)"],
  ])("%s needs BuildKit", async (build, key) => {
    expect(await problems(build, classic)).toEqual([`error STACK_BUILD_UNSUPPORTED build.${key}`]);
    expect(await problems(build, buildx)).toEqual([]);
  });

  test.each([["isolation: hyperv"], ["network: some-net"]])("%s needs the classic builder", async (build) => {
    expect(await problems(build, classic)).toEqual([]);
    expect(await problems(build, buildx)).toEqual([`error STACK_BUILD_NEEDS_CLASSIC build.${build.split(":")[0]}`]);
  });

  test.each([
    ["args: { A: b }, labels: { a: b }, tags: ['x:1'], target: t, pull: true, no_cache: true, dockerfile: d"],
    ["network: none, shm_size: 64m, ulimits: { nofile: 5 }, extra_hosts: ['a:1.2.3.4'], isolation: default"],
    ["cache_from: ['a:1', 'type=registry,ref=b:1'], platforms: [linux/amd64], provenance: false, sbom: false"],
  ])("%s: both builders do it", async (build) => {
    expect(await problems(build, classic)).toEqual([]);
    expect(await problems(build, buildx)).toEqual([]);
  });

  test("a remote context is BuildKit's", async () => {
    const build = "dockerfile: d";
    const text = `services: { web: { build: { context: "https://example.org/a.git", ${build} } } }\n`;
    const project = await projectOf(text);
    const told = (builder: ImageBuilder) => buildProblems(project, project.services["web"] as never, builder, nowhere);
    expect(told(classic).map(({ message }) => message)).toEqual([
      'build.context (a remote one) of service "web" needs BuildKit, which the classic builder does not have',
    ]);
    expect(told(buildx)).toEqual([]);
  });

  test("owner and mode of a secret are the Dockerfile's to say", async () => {
    expect(await problems("secrets: [{ source: token, mode: 0400 }]", buildx)).toEqual([
      "warning STACK_BUILD_SECRET_MODE ",
    ]);
  });

  test("what would be needed is said", async () => {
    const project = await projectOf("services: { web: { build: { context: ., privileged: true } } }\n");
    const hint = (why: Extract<ImageBuilder, { kind: "classic" }>["why"]) =>
      buildProblems(project, project.services["web"] as never, { kind: "classic", why }, nowhere)[0]?.hint;
    expect(hint("buildx is not installed")).toStartWith("install buildx");
    expect(hint("DOCKER_BUILDKIT=0")).toStartWith("unset DOCKER_BUILDKIT");
    expect(hint("Podman has no BuildKit")).toContain("--builder");
  });
});
