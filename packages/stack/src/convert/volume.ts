import type { Project, Volume } from "@slipway/compose";
import type { VolumeCreate } from "@slipway/engine";
import { volumeHash } from "../hash.ts";
import { volumeLabels } from "../labels.ts";

/**
 * The engine's body for the volume that the project has under `key`, which must not be external.
 * Source: Compose Specification, "volumes".
 */
export function volumeCreate(project: Project, key: string): VolumeCreate {
  const volume: Volume = project.volumes[key] ?? { name: key };
  return {
    Name: volume.name,
    Labels: volumeLabels(project, key, volumeHash(volume)),
    ...(volume.driver === undefined ? {} : { Driver: volume.driver }),
    ...(volume.driver_opts ? { DriverOpts: volume.driver_opts } : {}),
  };
}
