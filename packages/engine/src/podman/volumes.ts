import type { VolumeCalls } from "../engine.ts";
import type { EngineKind } from "../engine-kind.ts";
import type { Filters } from "../types/system.ts";
import type { VolumeInspect } from "../types/volume.ts";

/**
 * `/volumes` of an engine that may be Podman: version 4.3 gives the volumes for which any of several filters holds, where Docker
 * gives those for which all do. The labels are therefore looked at here.
 * Source: containers/podman 4.3 `libpod/runtime_volume.go`, `Volumes`.
 */
export function volumesOfAnyKind(calls: VolumeCalls, kind: () => Promise<EngineKind>): VolumeCalls {
  return {
    ...calls,
    async list(options = {}) {
      const { filters, ...others } = options;
      if (!filters?.["label"] || (await kind()) !== "podman") return await calls.list(options);
      const { label, ...rest } = filters;
      return (await calls.list({ ...others, filters: rest })).filter((volume) => hasLabels(volume, label));
    },
  };
}

function hasLabels({ Labels }: VolumeInspect, wanted: Filters[string] = []): boolean {
  return wanted.every((text) => {
    const [name = "", ...value] = text.split("=");
    const found = Labels?.[name];
    return text.includes("=") ? found === value.join("=") : found !== undefined;
  });
}
