import { existsSync } from "node:fs";
import { type Caller, segment } from "../call.ts";
import type { Endpoint } from "../endpoint/resolve.ts";
import type { ContainerCalls } from "../engine.ts";
import type { EngineKind } from "../engine-kind.ts";
import { engineErrors } from "../errors.ts";
import type { ContainerCreate, ContainerSummary } from "../types/container.ts";
import { probeUntil } from "./probe.ts";
import { inspectInDockersWords, summaryInDockersWords } from "./words.ts";

/** Seconds that Docker gives a container to stop; Podman's Docker-compatible API takes none for 0. */
const usualStopTimeout = 10;

/** What Podman's own list says beside what its Docker-compatible one does. */
interface OwnSummary {
  readonly Id: string;
  /** `starting`, `healthy`, `unhealthy`; empty without a healthcheck. */
  readonly Status?: string;
}

/**
 * `/containers` of an engine that may be Podman, in Docker's words and with Docker's behaviour.
 * Source: Podman 4.3 `pkg/api/handlers/compat` and `pkg/api/handlers/libpod`.
 */
export function containersOfAnyKind(
  calls: ContainerCalls,
  call: Caller,
  kind: () => Promise<EngineKind>,
  { remote }: Endpoint,
): ContainerCalls {
  const isPodman = async (): Promise<boolean> => (await kind()) === "podman";
  return {
    ...calls,
    async list(options = {}) {
      if (!(await isPodman())) return await calls.list(options);
      const { signal, all, filters } = options;
      const [summaries, own] = await Promise.all([
        calls.list(options),
        call.json<readonly OwnSummary[]>({
          method: "GET",
          api: "libpod",
          path: "/containers/json",
          query: { all, filters },
          signal,
        }),
      ]);
      const healths = new Map(own.map(({ Id, Status = "" }) => [Id, Status]));
      return summaries.map((summary: ContainerSummary) =>
        summaryInDockersWords(summary, healths.get(summary.Id) ?? ""),
      );
    },
    async inspect(id, options) {
      const inspect = await calls.inspect(id, options);
      return (await isPodman()) ? inspectInDockersWords(inspect) : inspect;
    },
    async create(body, options) {
      if (!(await isPodman())) return await calls.create(body, options);
      if (!remote) refuseMissingSources(body);
      return await calls.create({ StopTimeout: usualStopTimeout, ...body }, options);
    },
    async keepProbed(id, { signal }) {
      if (!(await isPodman())) return;
      const probe = async (): Promise<void> => {
        const path = `/containers/${segment(id)}/healthcheck`;
        // 409: it does not run at this moment. 500: the probe took longer than it may, which is a failed one.
        await call.done({ method: "GET", api: "libpod", path, subject: id, signal, accept: [409, 500] });
      };
      await probeUntil(() => calls.inspect(id, { signal }), probe, signal);
    },
  };
}

/** Docker refuses to mount what is not there; Podman makes it, also where nobody wants it. @throws ENGINE_BIND_SOURCE_MISSING */
function refuseMissingSources({ HostConfig }: ContainerCreate): void {
  for (const { Type, Source, BindOptions } of HostConfig?.Mounts ?? []) {
    if (Type !== "bind" || Source === undefined || BindOptions?.CreateMountpoint || existsSync(Source)) continue;
    throw engineErrors.error("ENGINE_BIND_SOURCE_MISSING", {
      name: Source,
      message: `bind source path does not exist: ${Source}`,
    });
  }
}
