import type { Build, Project, Service } from "@slipway/compose";
import type { Diagnostic, Position } from "@slipway/core";
import { isRemoteContext } from "../convert/build-facts.ts";
import type { BuildPolicy } from "../convert/build-policy.ts";
import { stackErrors } from "../errors.ts";
import type { ClassicReason, ImageBuilder } from "./image-builder.ts";
import type { Locate } from "./images.ts";

/** Keys of `build:` that the classic builder cannot do at all; leaving them out would give another image. */
const needsBuildKit: readonly (keyof Build)[] = [
  "additional_contexts",
  "cache_to",
  "entitlements",
  "no_cache_filter",
  "platforms",
  "privileged",
  "provenance",
  "sbom",
  "secrets",
  "ssh",
];

const remedies: Readonly<Record<ClassicReason, string>> = {
  "buildx is not installed":
    "install buildx (the package docker-buildx or docker-buildx-plugin), remove the key, or build the image elsewhere and name it under `image:`",
  "DOCKER_BUILDKIT=0": "unset DOCKER_BUILDKIT, or remove the key",
  "COMPOSE_BAKE=false": "unset COMPOSE_BAKE, or remove the key",
  "Podman has no BuildKit": "name a BuildKit of its own with --builder or BUILDX_BUILDER, or remove the key",
};

/** What of a service's `build:` this builder cannot do, and what would be needed. */
export function buildProblems(
  project: Project,
  service: Service,
  builder: ImageBuilder,
  locate: Locate,
): readonly Diagnostic[] {
  const { build } = service;
  if (!build) return [];
  const at = (...path: readonly string[]) => locate(["services", service.name, "build", ...path]);
  if (builder.kind === "buildx") {
    const refused = withoutBuildKit(build).map(({ key, what }) =>
      stackErrors.diagnostic("STACK_BUILD_NEEDS_CLASSIC", { service: service.name, key, what }, at(key)),
    );
    return [...refused, ...secretModes(service, at("secrets"))];
  }
  const hint = remedies[builder.why];
  return beyondClassic(build, project).map(({ key, what = key }) => {
    const found = stackErrors.diagnostic("STACK_BUILD_UNSUPPORTED", { service: service.name, key: what }, at(key));
    return { ...found, hint };
  });
}

/** What of the options of `build` this builder cannot do. */
export function optionProblems(asked: BuildPolicy, builder: ImageBuilder): readonly Diagnostic[] {
  if (builder.kind === "buildx") {
    return asked.memory === undefined ? [] : [stackErrors.diagnostic("STACK_BUILD_MEMORY", {}, undefined, "warning")];
  }
  const given = {
    "--check": asked.check === true,
    "--provenance": isAsked(asked.provenance),
    "--sbom": isAsked(asked.sbom),
    "--ssh": isAsked(asked.ssh),
  };
  const hint = remedies[builder.why].replace(/,? ?(?:or )?remove the key.*$/, "");
  return Object.entries(given)
    .filter(([, is]) => is)
    .map(([option]) => ({ ...stackErrors.diagnostic("STACK_BUILD_OPTION", { option }), hint }));
}

/** The Dockerfile says whose a secret is; BuildKit takes it from nowhere else. */
function secretModes({ name, build }: Service, at: Position | undefined): readonly Diagnostic[] {
  const asking = (build?.secrets ?? []).filter(({ uid, gid, mode }) => (uid ?? gid ?? mode) !== undefined);
  return asking.map(({ source: secret }) =>
    stackErrors.diagnostic("STACK_BUILD_SECRET_MODE", { service: name, secret }, at, "warning"),
  );
}

interface Refused {
  readonly key: keyof Build;
  readonly what?: string;
}

function beyondClassic(build: Build, project: Project): readonly Refused[] {
  const platforms = build.platforms ?? [];
  const refused: Refused[] = needsBuildKit
    .filter((key) => isAsked(build[key]) && !(key === "platforms" && platforms.length === 1))
    .map((key) => ({ key }));
  if (isRemoteContext(build.context ?? project.workingDir))
    refused.push({ key: "context", what: "context (a remote one)" });
  const cache = build.cache_from?.find((from) => classicCache(from) === undefined);
  return cache === undefined ? refused : [...refused, { key: "cache_from", what: `cache_from (${cache})` }];
}

/** `false`, and lists and maps that are empty, ask for nothing. */
function isAsked(value: Build[keyof Build] | readonly string[]): boolean {
  if (value === undefined || value === false || value === "false") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/** The image that the classic builder may take as a cache: `app:1` or `type=registry,ref=app:1`. */
export function classicCache(from: string): string | undefined {
  if (!from.includes("=")) return from;
  const fields = new Map(from.split(",").map((field) => field.split("=", 2) as [string, string]));
  return fields.get("type") === "registry" ? fields.get("ref") : undefined;
}

function withoutBuildKit(build: Build): readonly { readonly key: keyof Build; readonly what: string }[] {
  const { isolation, network } = build;
  return [
    ...(isolation === undefined || isolation === "default" || isolation === ""
      ? []
      : [{ key: "isolation", what: isolation } as const]),
    ...(network === undefined || ["", "default", "host", "none"].includes(network)
      ? []
      : [{ key: "network", what: network } as const]),
  ];
}
