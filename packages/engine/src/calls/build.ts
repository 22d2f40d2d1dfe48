import type { Call } from "../call.ts";
import type { BuildOptions } from "../engine.ts";

/** The call that builds an image with the classic builder. Source: Engine API 1.41, `POST /build`. */
export function buildCall(options: BuildOptions, headers: Readonly<Record<string, string>>): Call {
  const { cacheFrom } = options;
  return {
    method: "POST",
    path: "/build",
    query: {
      version: "1",
      dockerfile: options.dockerfile,
      t: options.tags,
      buildargs: options.args,
      labels: options.labels,
      target: options.target,
      nocache: options.noCache,
      pull: options.pull,
      cachefrom: cacheFrom && cacheFrom.length > 0 ? JSON.stringify(cacheFrom) : undefined,
      networkmode: options.network,
      platform: options.platform,
      extrahosts: options.extraHosts,
      shmsize: options.shmSize,
      ulimits: options.ulimits && JSON.stringify(options.ulimits),
      memory: options.memory,
      isolation: options.isolation,
      // Containers of steps are of no use to anybody, whether the build succeeds or not.
      rm: true,
      forcerm: true,
    },
    headers: { ...headers, "content-type": "application/x-tar" },
    body: options.context,
    signal: options.signal,
    subject: options.tags?.[0] ?? "",
  };
}
