import type { Build, Project, Service } from "@slipway/compose";
import { parseBytes } from "@slipway/core";
import { type Engine, packContext } from "@slipway/engine";
import { failureOf, placed } from "./apply/failure.ts";
import { interruptedOr } from "./apply/operations/wait.ts";
import { runSchedule } from "./apply/schedule.ts";
import { stackErrors } from "./errors.ts";
import { imageLabels } from "./labels.ts";
import { imageName } from "./names.ts";
import type { Locate } from "./plan/images.ts";
import type { Report } from "./report.ts";

/** What `build` may do beyond what the project says. */
export interface BuildPolicy {
  /** Empty or absent: every service that has a `build:`. */
  readonly services?: readonly string[];
  readonly noCache?: boolean;
  /** Look for a newer base image. */
  readonly pull?: boolean;
  /** Win over those of the project; null takes the value of the process's environment. */
  readonly args?: Readonly<Record<string, string | null>>;
  readonly push?: boolean;
}

export interface ImageContext {
  readonly engine: Engine;
  readonly project: Project;
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly locate?: Locate | undefined;
}

export interface BuildContext extends BuildPolicy, ImageContext {}

/** Builds at the same time: the engine's builder is bound by processors and disk. */
const parallelBuilds = 4;

/** Builds the images of services, each once, at most four at a time. */
export async function buildImages(context: BuildContext): Promise<void> {
  const named = context.services ?? [];
  const services = Object.values(context.project.services).filter(
    (service) => service.build && (named.length === 0 || named.includes(service.name)),
  );
  const byImage = new Map(services.map((service) => [imageName(context.project, service), service]));
  const tasks = [...byImage].map(([image, service], index) => ({ id: index + 1, after: [], image, service }));
  const { signal, report, engine } = context;
  const failures = await runSchedule(
    tasks,
    async ({ image, service }) => {
      const subject = { kind: "image", name: image } as const;
      report({ kind: "progress", subject, state: "working", text: "Building" });
      try {
        await buildImage(context, service, context);
        if (context.push) {
          for await (const line of engine.images.push(image, { signal })) report({ kind: "layer", subject, line });
        }
      } catch (failure) {
        report({ kind: "progress", subject, ...interruptedOr("Error", signal) });
        throw placed(failure, context.locate?.(["services", service.name, "build"]));
      }
      report({ kind: "progress", subject, state: "done", text: context.push ? "Pushed" : "Built" });
    },
    { parallel: parallelBuilds, signal },
  );
  const failure = failureOf(failures, signal);
  if (failure !== undefined) throw failure;
}

/** Keys of `build:` that the classic builder cannot do at all; leaving them out would give another image. */
const needsBuildKit: readonly (keyof Build)[] = [
  "additional_contexts",
  "cache_to",
  "entitlements",
  "no_cache_filter",
  "platforms",
  "privileged",
  "secrets",
  "ssh",
];

/**
 * Builds the image of one service with the engine's classic builder.
 * @throws STACK_BUILD_UNSUPPORTED for a key that needs BuildKit, ENGINE_BUILD_FAILED for a failing step
 */
export async function buildImage(context: ImageContext, service: Service, policy: BuildPolicy): Promise<void> {
  const { engine, project, report, signal, locate } = context;
  const build = service.build;
  if (!build) throw new Error(`the service ${service.name} has nothing to build`);
  const unsupported = needsBuildKit.find((key) => build[key] !== undefined);
  if (unsupported) {
    const at = locate?.(["services", service.name, "build", unsupported]);
    const params = { service: service.name, key: unsupported };
    throw stackErrors.error("STACK_BUILD_UNSUPPORTED", params, at ? { at } : {});
  }
  if (/^(https?|git|ssh):\/\/|^git@/.test(build.context ?? "")) {
    const at = locate?.(["services", service.name, "build"]);
    const params = { service: service.name, key: "context (a remote one)" };
    throw stackErrors.error("STACK_BUILD_UNSUPPORTED", params, at ? { at } : {});
  }
  const image = imageName(project, service);
  const subject = { kind: "image", name: image } as const;
  const packed = await packContext(build.context ?? project.workingDir, {
    ...(build.dockerfile === undefined ? {} : { dockerfile: build.dockerfile }),
    ...(build.dockerfile_inline === undefined ? {} : { inline: build.dockerfile_inline }),
  });
  const lines = engine.images.build({
    context: packed.context,
    dockerfile: packed.dockerfile,
    tags: [image, ...(build.tags ?? [])],
    labels: imageLabels(project, service),
    args: buildArguments(project, build, policy),
    noCache: policy.noCache ?? build.no_cache ?? false,
    pull: policy.pull ?? build.pull ?? false,
    signal,
    ...(build.target === undefined ? {} : { target: build.target }),
    ...(build.cache_from ? { cacheFrom: build.cache_from } : {}),
    ...(build.network === undefined ? {} : { network: build.network }),
    ...(service.platform === undefined ? {} : { platform: service.platform }),
    ...(build.shm_size === undefined ? {} : { shmSize: parseBytes(build.shm_size) ?? 0 }),
    ...(build.extra_hosts ? { extraHosts: hostPairs(build.extra_hosts) } : {}),
  });
  for await (const line of lines) {
    if (line.stream !== undefined) report({ kind: "build", subject, text: line.stream });
    else report({ kind: "layer", subject, line });
  }
}

function buildArguments(project: Project, build: Build, policy: BuildPolicy): Readonly<Record<string, string>> {
  const merged = { ...build.args, ...policy.args };
  return Object.fromEntries(
    Object.entries(merged).flatMap(([name, given]) => {
      const value = given ?? project.environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function hostPairs(hosts: NonNullable<Build["extra_hosts"]>): string[] {
  return Object.entries(hosts).flatMap(([host, addresses]) => addresses.map((address) => `${host}:${address}`));
}
