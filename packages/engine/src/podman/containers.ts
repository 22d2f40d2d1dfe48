import { existsSync } from "node:fs";
import { isSlipwayError, randomHex } from "@slipway/core";
import { type Caller, segment } from "../call.ts";
import type { Endpoint } from "../endpoint/resolve.ts";
import type { ContainerCalls, VolumeCalls } from "../engine.ts";
import type { EngineKind } from "../engine-kind.ts";
import { engineErrors } from "../errors.ts";
import type { ContainerCreate, ContainerSummary } from "../types/container.ts";
import { withLimitsOfThisProcess } from "./limits.ts";
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
  {
    kind,
    volumes,
    remote,
  }: Pick<Endpoint, "remote"> & {
    readonly kind: () => Promise<EngineKind>;
    readonly volumes: VolumeCalls;
  },
): ContainerCalls {
  const isPodman = async (): Promise<boolean> => (await kind()) === "podman";
  /** Docker lets a paused container go on when it is to stop; Podman refuses. */
  const unpausing = async (id: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (cause) {
      if (!(await isPodman()) || (await calls.inspect(id)).State.Status !== "paused") throw cause;
      await calls.unpause(id);
      await act();
    }
  };
  /** 404: it is gone. 409, 500: it does not run; if something else is wrong, the removal tells. */
  const kill = async (id: string, signal: AbortSignal | undefined): Promise<void> => {
    const path = `/containers/${segment(id)}/kill`;
    await call.done({ method: "POST", path, subject: id, signal, accept: [404, 409, 500] });
  };
  return {
    ...calls,
    stop: (id, options) => unpausing(id, () => calls.stop(id, options)),
    restart: (id, options) => unpausing(id, () => calls.restart(id, options)),
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
      const { body: named, made } = await withLabelledVolumes(body, volumes);
      const { HostConfig } = named;
      const limited = HostConfig && !remote ? { HostConfig: withLimitsOfThisProcess(HostConfig) } : {};
      try {
        return await calls.create({ StopTimeout: usualStopTimeout, ...named, ...limited }, options);
      } catch (cause) {
        for (const name of made) await volumes.remove(name);
        throw cause;
      }
    },
    async remove(id, options = {}) {
      // By force Docker kills; Podman lets it stop first, for as long as it may take.
      if (options.force && (await isPodman())) await kill(id, options.signal);
      const takesVolumes = options.volumes && (await isPodman());
      const anonymous = takesVolumes ? await anonymousVolumesOf(calls, id, options.signal) : [];
      await calls.remove(id, options);
      for (const name of anonymous) await removeUnused(volumes, name);
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

/**
 * Podman gives the volumes that it makes for a container no labels: those that are to have some are made before, anonymous ones under
 * a name like Docker's. Where the engine removes the container by itself it also has to make them, or nobody would remove them.
 * `made`: those that did not have a name.
 */
async function withLabelledVolumes(
  body: ContainerCreate,
  volumes: VolumeCalls,
): Promise<{ readonly body: ContainerCreate; readonly made: readonly string[] }> {
  const { HostConfig } = body;
  if (!HostConfig?.Mounts || HostConfig.AutoRemove) return { body, made: [] };
  const made: string[] = [];
  const Mounts = await Promise.all(
    HostConfig.Mounts.map(async (mount) => {
      const { Labels, DriverConfig } = mount.VolumeOptions ?? {};
      if (mount.Type !== "volume" || !Labels || Object.keys(Labels).length === 0) return mount;
      const Name = mount.Source ?? randomHex(32);
      if (mount.Source === undefined) made.push(Name);
      await volumes.create({
        Name,
        Labels,
        ...(DriverConfig?.Name === undefined ? {} : { Driver: DriverConfig.Name }),
        ...(DriverConfig?.Options === undefined ? {} : { DriverOpts: DriverConfig.Options }),
      });
      return { ...mount, Source: Name };
    }),
  );
  return { body: { ...body, HostConfig: { ...HostConfig, Mounts } }, made };
}

/** The names of a container's volumes that nobody gave a name; none when it is gone. */
async function anonymousVolumesOf(
  calls: ContainerCalls,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  try {
    const { Mounts } = await calls.inspect(id, signal ? { signal } : {});
    return Mounts.flatMap(({ Name = "" }) => (/^[0-9a-f]{64}$/.test(Name) ? [Name] : []));
  } catch (cause) {
    if (isSlipwayError(cause) && cause.code === "ENGINE_NO_SUCH_CONTAINER") return [];
    throw cause;
  }
}

/** A volume that another container uses goes with that one. */
async function removeUnused(volumes: VolumeCalls, name: string): Promise<void> {
  try {
    await volumes.remove(name);
  } catch (cause) {
    if (!isSlipwayError(cause) || cause.code !== "ENGINE_VOLUME_IN_USE") throw cause;
  }
}
