import type { Build, Project, Service } from "@slipway/compose";
import { parseBytes } from "@slipway/core";
import type { BakeFile, BakeTarget } from "@slipway/engine";
import { imageLabels } from "../labels.ts";
import { imageName } from "../names.ts";
import { askedAttestation, buildArguments, buildPlatforms, isPushedByBuilder, isRemoteContext } from "./build-facts.ts";
import type { BuildPolicy } from "./build-policy.ts";
import { present } from "./present.ts";
import { ulimitList } from "./resources.ts";

/** Services as targets of one bake, with what else it needs. */
export interface Bake {
  readonly file: BakeFile;
  /** Entitlements that the project asks for. */
  readonly allow: readonly string[];
  /** Variables that secrets are taken from. */
  readonly env: Readonly<Record<string, string>>;
  /** The service of each target; also of those that others are only built upon. */
  readonly services: ReadonlyMap<string, string>;
}

/**
 * The bake file that builds the images of services. What they are built upon (`additional_contexts: service:base`) comes along as a
 * target, so that one bake orders all. Secrets stand there by file or variable, never by value.
 * Source: Compose Build Specification; buildx, "Bake file reference".
 */
export function bakeFile(project: Project, names: readonly string[], policy: BuildPolicy): Bake {
  const needed = withBases(project, names);
  const targets = targetNames(needed.map(({ name }) => name));
  const target = Object.fromEntries(
    needed.map((service) => [targets.get(service.name) ?? "", escaped(bakeTarget(project, service, targets, policy))]),
  );
  const asked = names.map((name) => targets.get(name) ?? "");
  return {
    file: { group: { default: { targets: asked } }, target },
    allow: [...new Set(needed.flatMap((service) => entitlements(service, policy)))],
    env: Object.assign({}, ...needed.map((service) => secretVariables(project, service))),
    services: new Map(needed.map(({ name }) => [targets.get(name) ?? "", name])),
  };
}

/** A service that is built; others may be switched off, or not asked for. */
function builtService(project: Project, name: string): Service | undefined {
  const service = project.services[name] ?? project.disabledServices[name];
  return service?.build ? service : undefined;
}

/** The services and, through all steps, those whose images they are built upon. */
function withBases(project: Project, names: readonly string[]): readonly Service[] {
  const found = new Map<string, Service>();
  const visit = (name: string): void => {
    const service = found.has(name) ? undefined : builtService(project, name);
    if (!service) return;
    found.set(name, service);
    for (const context of Object.values(service.build?.additional_contexts ?? {})) {
      if (context.startsWith("service:")) visit(context.slice("service:".length));
    }
  };
  for (const name of names) visit(name);
  return [...found.values()];
}

/** Names that bake takes: without dots, and still each its own. */
function targetNames(services: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    [...services].sort().map((service) => {
      let name = service.replaceAll(".", "_");
      while (taken.has(name)) name += "_";
      taken.add(name);
      return [service, name] as const;
    }),
  );
}

function bakeTarget(
  project: Project,
  service: Service,
  targets: ReadonlyMap<string, string>,
  policy: BuildPolicy,
): BakeTarget {
  const build = service.build as Build;
  const context = build.context ?? project.workingDir;
  const platforms = buildPlatforms(project, service, policy);
  const ssh = [...(build.ssh ?? []), ...(policy.ssh ?? [])];
  const hosts = Object.entries(build.extra_hosts ?? {}).map(
    ([host, addresses]) => [host, addresses.join(",")] as const,
  );
  const rest = present({
    contexts: build.additional_contexts && contexts(build.additional_contexts, targets),
    dockerfile: build.dockerfile === undefined ? undefined : dockerfilePath(context, build.dockerfile),
    "dockerfile-inline": build.dockerfile_inline,
    args: filled(buildArguments(project, build, policy)),
    labels: imageLabels(project, service, "buildkit"),
    tags: [imageName(project, service), ...(build.tags ?? [])],
    "cache-from": build.cache_from,
    "cache-to": build.cache_to,
    target: build.target,
    secret: build.secrets?.map(({ source, target }) => secretReference(project, source, target ?? source)),
    ssh: ssh.length === 0 ? undefined : [...new Set(ssh.map((one) => one.replace(/=$/, "")))],
    platforms: platforms.length === 0 ? undefined : platforms,
    pull: build.pull || policy.pull || undefined,
    "no-cache": build.no_cache || policy.noCache || undefined,
    "no-cache-filter": build.no_cache_filter,
    network: build.network,
    "shm-size": build.shm_size === undefined ? undefined : String(parseBytes(build.shm_size) ?? 0),
    ulimits: filled(ulimitList(build.ulimits).map(({ Name, Soft, Hard }) => `${Name}=${Soft}:${Hard}`)),
    entitlements: filled(ownEntitlements(build)),
    "extra-hosts": filled(Object.fromEntries(hosts)),
    attest: filled(attestations(build, policy)),
    call: policy.check ? "lint" : undefined,
    output: policy.check ? undefined : [output(platforms, isPushedByBuilder(project, service, policy))],
  });
  return { context, ...rest };
}

/** Nothing instead of an empty list or map. */
function filled<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

/** A service that others are built upon is built itself: the project would not load otherwise. */
function contexts(
  additional: NonNullable<Build["additional_contexts"]>,
  targets: ReadonlyMap<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(additional).map(([name, context]) => {
      const target = context.startsWith("service:") ? targets.get(context.slice("service:".length)) : undefined;
      return [name, target === undefined ? context : `target:${target}`];
    }),
  );
}

function dockerfilePath(context: string, dockerfile: string): string {
  return dockerfile.startsWith("/") || isRemoteContext(context) ? dockerfile : `${context}/${dockerfile}`;
}

/** Without a push several platforms stay in the builder. */
function output(platforms: readonly string[], push: boolean): string {
  if (push) return "type=registry";
  return platforms.length <= 1 ? "type=docker" : "type=image,push=false";
}

/** `true`, `false`, or parameters as `mode=max`. Source: docker compose 2.40, `toBakeAttest`. */
function attestations(build: Build, policy: BuildPolicy): readonly string[] {
  return (["provenance", "sbom"] as const).flatMap((kind) => {
    const asked = askedAttestation(build, policy, kind);
    if (asked === undefined) return [];
    if (asked === "true") return [`type=${kind}`];
    return [asked === "false" ? `type=${kind},disabled=true` : `type=${kind},${asked}`];
  });
}

function ownEntitlements(build: Build): readonly string[] {
  return [...new Set([...(build.entitlements ?? []), ...(build.privileged ? ["security.insecure"] : [])])];
}

function entitlements({ build }: Service, { ssh = [] }: BuildPolicy): readonly string[] {
  if (!build) return [];
  return [
    ...ownEntitlements(build),
    ...(build.network === "host" ? ["network.host"] : []),
    ...((build.ssh ?? []).length + ssh.length > 0 ? ["ssh"] : []),
  ];
}

function secretReference(project: Project, source: string, id: string): string {
  const { environment, file = "" } = project.secrets[source] ?? {};
  const fields =
    environment === undefined
      ? [`id=${id}`, "type=file", `src=${file}`]
      : [`id=${id}`, "type=env", `env=${environment}`];
  // Comma-separated values, as Go's encoding/csv reads them.
  return fields.map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",");
}

function secretVariables(project: Project, { build }: Service): Record<string, string> {
  return Object.fromEntries(
    (build?.secrets ?? []).flatMap(({ source }) => {
      const name = project.secrets[source]?.environment;
      const value = name === undefined ? undefined : project.environment[name];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Bake expands `${…}` and `%{…}` in every text of its file. Source: HCL, "Template Expressions". */
function escaped<T>(value: T): T {
  if (typeof value === "string") return value.replace(/[$%](?=\{)/g, "$&$&") as T;
  if (Array.isArray(value)) return value.map(escaped) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [escaped(key), escaped(one)])) as T;
}
