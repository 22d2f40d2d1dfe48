import { describe, expect, test } from "bun:test";
import { bakeError } from "./bake-error.ts";

/** What buildx 0.29 really printed, with the engines of Docker 20.10 and BuildKit 0.25. */
const recorded: readonly [title: string, said: readonly string[], code: string, message: string][] = [
  [
    "a failing step",
    [
      "Dockerfile:2",
      "--------------------",
      "   1 |     FROM busybox:1.36",
      "   2 | >>> RUN exit 3",
      "--------------------",
      'ERROR: target b: failed to solve: process "/bin/sh -c exit 3" did not complete successfully: exit code: 3',
    ],
    "ENGINE_BUILD_FAILED",
    'the build failed: process "/bin/sh -c exit 3" did not complete successfully: exit code: 3\n   1 |     FROM busybox:1.36\n   2 | >>> RUN exit 3',
  ],
  [
    "a file that is not there",
    ['ERROR: target b: failed to solve: failed to compute cache key: "/nope" not found: not found'],
    "ENGINE_BUILD_FAILED",
    'the build failed: failed to compute cache key: "/nope" not found: not found',
  ],
  [
    "a registry that does not answer",
    [
      'ERROR: target b: failed to solve: rpc error: code = Unknown desc = failed to solve with frontend dockerfile.v0: failed to create LLB definition: failed to do request: Head "http://127.0.0.1:9/v2/x/y/manifests/1": dial tcp 127.0.0.1:9: connect: connection refused',
    ],
    "ENGINE_REGISTRY_UNREACHABLE",
    "the engine cannot reach the registry of 127.0.0.1:9/x/y:1: failed to do request",
  ],
  [
    "an image that is private",
    [
      "ERROR: target b: failed to solve: r.example/team/web:1: failed to resolve source metadata for r.example/team/web:1: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    ],
    "ENGINE_IMAGE_NOT_FOUND_IN_REGISTRY",
    "the registry has no image r.example/team/web:1, or it is private",
  ],
  [
    "a builder without named contexts",
    [
      "ERROR: target b: failed to solve: rpc error: code = Unknown desc = failed to solve with frontend dockerfile.v0: unsupported frontend capability moby.buildkit.frontend.contexts",
    ],
    "ENGINE_BUILDER_TOO_OLD",
    "this builder has no additional contexts",
  ],
  [
    "a driver that cannot do several platforms",
    [
      "ERROR: target b: Multi-platform build is not supported for the docker driver.",
      "Switch to a different driver, or turn on the containerd image store, and try again.",
    ],
    "ENGINE_BUILDER_TOO_OLD",
    "this builder has no multi-platform build",
  ],
  [
    "attestations that cannot be loaded",
    ["ERROR: target b: failed to solve: docker exporter does not currently support exporting manifest lists"],
    "ENGINE_BUILD_NOT_LOADABLE",
    "cannot be loaded into this engine",
  ],
  ["a builder that does not exist", ['ERROR: no builder "x" found'], "ENGINE_BUILDX", 'no builder "x" found'],
  [
    "a buildx that is too old",
    ["ERROR: unknown flag: --allow"],
    "ENGINE_BUILDX",
    "it is too old (unknown flag: --allow)",
  ],
];

describe("what buildx says of", () => {
  test.each(recorded)("%s", (_title, said, code, message) => {
    const error = bakeError(said, ["web", "b"]);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.hint).toBeString();
    const target = said.some((line) => line.startsWith("ERROR: target b")) ? "b" : undefined;
    expect(error.cause).toMatchObject({ target });
  });
});

test("a check that printed findings and no error is one that found something", () => {
  expect(bakeError([], ["web"], true).code).toBe("ENGINE_BUILD_CHECK");
});
