import type { Service } from "@slipway/compose";
import { label } from "../labels.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import type { InheritedVolume } from "./operation.ts";

/**
 * The anonymous volumes that a container hands over to the one that takes its place: those that the image or a
 * `volumes:` entry without a source made. A target that the service now fills otherwise is not handed over.
 * Source: docker compose, "Preserve volume data when containers are created".
 */
export function inheritedVolumes(
  service: Service,
  container: ObservedContainer,
  observed: Observed,
): readonly InheritedVolume[] {
  const filled = new Set<string>();
  for (const mount of service.volumes ?? []) {
    if (mount.type !== "volume" || mount.source !== undefined) filled.add(mount.target);
  }
  for (const target of service.tmpfs ?? []) filled.add(target.replace(/:.*$/, ""));
  const labels = new Map(observed.volumes.map((volume) => [volume.Name, volume.Labels ?? {}]));
  return container.summary.Mounts.flatMap(({ Type, Name, Destination }) => {
    if (Type !== "volume" || Name === undefined || filled.has(Destination)) return [];
    if (label.files in (labels.get(Name) ?? {})) return [];
    // Engines from 23 on label them; before, their names tell: 64 hexadecimal digits.
    const anonymous = "com.docker.volume.anonymous" in (labels.get(Name) ?? {}) || isAnonymousName(Name);
    return anonymous ? [{ name: Name, destination: Destination }] : [];
  });
}

/**
 * The anonymous volumes of a container, also those that it took over from the one before it: an engine counts these as
 * named and keeps them when the container is removed with its volumes.
 */
export function anonymousVolumes(container: ObservedContainer): readonly string[] {
  return container.summary.Mounts.flatMap(({ Type, Name = "" }) =>
    Type === "volume" && isAnonymousName(Name) ? [Name] : [],
  );
}

/** The name that engines give to a volume without one: 64 hexadecimal digits. */
function isAnonymousName(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}
