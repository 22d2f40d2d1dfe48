import { describe, expect, test } from "bun:test";
import { type BuilderChoice, builderWords, chooseBuilder } from "./image-builder.ts";

const choose = (asked: Partial<BuilderChoice>) =>
  builderWords(chooseBuilder({ environment: {}, engine: "docker", hasBuildx: true, ...asked }));

describe("images are built", () => {
  test.each([
    ["with buildx where it is installed", {}, "with buildx"],
    ["with the builder of BUILDX_BUILDER", { environment: { BUILDX_BUILDER: "ci" } }, "with buildx (ci)"],
    ["with that of --builder before all", { environment: { BUILDX_BUILDER: "ci" }, named: "own" }, "with buildx (own)"],
    ["classically without buildx", { hasBuildx: false }, "with the classic builder (buildx is not installed)"],
    [
      "classically when DOCKER_BUILDKIT says so",
      { environment: { DOCKER_BUILDKIT: "false" }, named: "own" },
      "with the classic builder (DOCKER_BUILDKIT=0)",
    ],
    [
      "classically when COMPOSE_BAKE says so",
      { environment: { COMPOSE_BAKE: "0" } },
      "with the classic builder (COMPOSE_BAKE=false)",
    ],
    ["with buildx when DOCKER_BUILDKIT is on", { environment: { DOCKER_BUILDKIT: "1" } }, "with buildx"],
    ["classically on Podman", { engine: "podman" }, "with the classic builder (Podman has no BuildKit)"],
    ["with a builder of its own for Podman", { engine: "podman", named: "own" }, "with buildx (own)"],
    // Building without what was named would be another build; that buildx is missing is then told.
    ["with buildx when a builder is named, installed or not", { hasBuildx: false, named: "own" }, "with buildx (own)"],
  ] as const)("%s", (_title, asked, words) => {
    expect(choose(asked)).toBe(words);
  });
});
