import type { Build, Project, Service } from "@slipway/compose";
import type { BuildPolicy } from "./build-policy.ts";

/** The arguments of a build: those without a value take it from the environment, or are left out. Source: Compose Specification, "args". */
export function buildArguments(project: Project, build: Build, policy: BuildPolicy): Readonly<Record<string, string>> {
  const merged = { ...build.args, ...policy.args };
  const named = Object.entries(merged).flatMap(([name, given]) => {
    const value = given ?? project.environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...policy.proxies, ...Object.fromEntries(named) };
}

/** True for a context that lies in a repository or on a server. */
export function isRemoteContext(context: string | undefined): boolean {
  return /^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(context ?? "");
}

/**
 * The platforms that an image is built for; none is the builder's own. What is to run here is built for the service's.
 * Source: docker compose 2.40, `build.go`, `useDockerDefaultOrServicePlatform`.
 */
export function buildPlatforms(project: Project, service: Service, policy: BuildPolicy): readonly string[] {
  const usual = project.environment.DOCKER_DEFAULT_PLATFORM || undefined;
  const platforms = service.build?.platforms ?? [];
  const wanted = service.platform ?? usual;
  if (policy.onePlatform || platforms.length === 0) {
    if (wanted !== undefined) return [wanted];
    return platforms.length === 1 ? platforms : [];
  }
  return wanted === undefined || platforms.includes(wanted) ? platforms : [...platforms, wanted];
}

/** An attestation as it was asked for: by an option, else by the project; undefined: it was not. */
export function askedAttestation(
  build: Build | undefined,
  policy: BuildPolicy,
  kind: "provenance" | "sbom",
): string | undefined {
  const asked = policy[kind] ?? build?.[kind];
  return asked === undefined || asked === "" ? undefined : String(asked);
}

/**
 * True when the builder itself pushes what it built: a list of images, be it of platforms or of attestations, which engines cannot
 * load and so cannot push.
 */
export function isPushedByBuilder(project: Project, service: Service, policy: BuildPolicy): boolean {
  if (!policy.push || service.image === undefined) return false;
  const attested = (["provenance", "sbom"] as const).some((kind) => {
    const asked = askedAttestation(service.build, policy, kind);
    return asked !== undefined && asked !== "false";
  });
  return attested || buildPlatforms(project, service, policy).length > 1;
}
