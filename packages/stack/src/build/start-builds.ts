import { placed } from "../apply/failure.ts";
import { serviceOf } from "../apply/operations/containers.ts";
import type { BuildPolicy } from "../convert/build-policy.ts";
import type { ImageBuilder } from "../plan/image-builder.ts";
import { BakeFailed, buildWithBuildx } from "./buildx.ts";
import { CalledOff } from "./called-off.ts";
import { buildClassic } from "./classic.ts";
import type { ImageContext } from "./context.ts";

/** Builds the image of one of the services. */
export type BuildService = (service: string) => Promise<void>;

/**
 * The builds of services. With buildx the first that is asked for begins one bake of all, and each is done when that is; the classic
 * builder builds each when it is asked for.
 * @throws (the builds) ENGINE_BUILD_FAILED and the like; CalledOff for those that end because another failed
 */
export function startBuilds(
  context: ImageContext,
  services: readonly string[],
  builder: ImageBuilder,
  asked: BuildPolicy,
  printed?: (text: string) => void,
): BuildService {
  const { project, locate, engine } = context;
  const policy = { ...asked, proxies: engine.proxies() };
  if (builder.kind === "classic") {
    return async (name) => {
      try {
        await buildClassic(context, serviceOf(project, name), policy);
      } catch (failure) {
        throw placed(failure, locate?.(["services", name, "build"]));
      }
    };
  }
  let all: Promise<void> | undefined;
  return async (name) => {
    const named = builder.name === undefined ? {} : { builder: builder.name };
    all ??= buildWithBuildx(context, services, { ...policy, ...named }, printed);
    try {
      await all;
    } catch (failure) {
      if (!(failure instanceof BakeFailed)) throw failure;
      if (failure.service === name || failure.service === undefined) throw failure.failure;
      throw new CalledOff(failure.failure);
    }
  };
}
