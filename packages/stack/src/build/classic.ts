import { setTimeout } from "node:timers/promises";
import type { Service } from "@slipway/compose";
import { isSlipwayError, parseBytes } from "@slipway/core";
import { packContext } from "@slipway/engine";
import { buildArguments, buildPlatforms } from "../convert/build-facts.ts";
import type { BuildPolicy } from "../convert/build-policy.ts";
import { ulimitList } from "../convert/resources.ts";
import { imageLabels } from "../labels.ts";
import { imageName } from "../names.ts";
import { classicCache } from "../plan/build-problems.ts";
import type { ImageContext } from "./context.ts";

/**
 * Builds the image of one service with the engine's classic builder. A build that meets a cached layer which something else is
 * removing fails through no fault of its own, and is begun again.
 * @throws ENGINE_BUILD_FAILED for a failing step, ENGINE_BUILD_CONTEXT, ENGINE_BUILD_NO_DOCKERFILE
 */
export async function buildClassic(context: ImageContext, service: Service, policy: BuildPolicy): Promise<void> {
  const { signal } = context;
  for (let attempt = 1; ; attempt++) {
    try {
      return await buildOnce(context, service, policy);
    } catch (cause) {
      if (!isLostLayer(cause) || signal.aborted || attempt === attempts) throw cause;
    }
    await setTimeout(pauseMs * attempt, undefined, { signal });
  }
}

const attempts = 5;
const pauseMs = 200;

/** Source: containers/storage, `ErrLayerUnknown`; moby, `layer.ErrLayerDoesNotExist` and the builder's "unknown parent image ID". */
function isLostLayer(cause: unknown): boolean {
  if (!isSlipwayError(cause)) return false;
  if (cause.code === "ENGINE_IMAGES_CHANGING") return true;
  return cause.code === "ENGINE_BUILD_FAILED" && /layer does not exist|unknown parent image ID/.test(cause.message);
}

async function buildOnce(context: ImageContext, service: Service, policy: BuildPolicy): Promise<void> {
  const { engine, project, report, signal } = context;
  const { build } = service;
  if (!build) throw new Error(`the service ${service.name} has nothing to build`);
  const image = imageName(project, service);
  const subject = { kind: "image", name: image } as const;
  const packed = await packContext(build.context ?? project.workingDir, {
    ...(build.dockerfile === undefined ? {} : { dockerfile: build.dockerfile }),
    ...(build.dockerfile_inline === undefined ? {} : { inline: build.dockerfile_inline }),
  });
  const [platform] = buildPlatforms(project, service, { ...policy, onePlatform: true });
  const lines = engine.images.build({
    context: packed.context,
    dockerfile: packed.dockerfile,
    tags: [image, ...(build.tags ?? [])],
    labels: imageLabels(project, service, "classic"),
    args: buildArguments(project, build, policy),
    noCache: policy.noCache || (build.no_cache ?? false),
    pull: policy.pull || (build.pull ?? false),
    signal,
    ...(build.target === undefined ? {} : { target: build.target }),
    ...(build.cache_from ? { cacheFrom: build.cache_from.map(classicCache).filter((from) => from !== undefined) } : {}),
    ...(build.network === undefined ? {} : { network: build.network }),
    ...(platform === undefined ? {} : { platform }),
    ...(build.shm_size === undefined ? {} : { shmSize: parseBytes(build.shm_size) ?? 0 }),
    ...(build.extra_hosts ? { extraHosts: hostPairs(build.extra_hosts) } : {}),
    ...(build.ulimits ? { ulimits: ulimitList(build.ulimits) } : {}),
    ...(build.isolation ? { isolation: build.isolation } : {}),
    ...(policy.memory === undefined ? {} : { memory: policy.memory }),
  });
  for await (const line of lines) {
    if (line.stream !== undefined) report({ kind: "build", subject, text: line.stream });
    else report({ kind: "layer", subject, line });
  }
}

function hostPairs(hosts: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(hosts).flatMap(([host, addresses]) => addresses.map((address) => `${host}:${address}`));
}
