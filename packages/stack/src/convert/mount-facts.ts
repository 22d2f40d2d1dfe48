import type { ContainerConfig, HostConfig, MountSpec } from "@slipway/engine";
import { clean } from "./mounts.ts";

/**
 * The mounts of a container as Compose's short syntax writes them, whether they were asked for as `Binds`, `Mounts` or
 * `Volumes`. An anonymous volume is its target alone, also when it was taken over by name from another container.
 */
export function mountTexts(
  config: ContainerConfig,
  host: HostConfig,
  imageVolumes: readonly string[],
): readonly string[] {
  const fromImage = new Set(imageVolumes.map(clean));
  const texts = [
    ...(host.Binds ?? []).map(bindText),
    ...(host.Mounts ?? []).map(mountText),
    ...Object.keys(config.Volumes ?? {}).map(clean),
  ];
  return [...new Set(texts)].filter((text) => !fromImage.has(text));
}

/** An engine gives anonymous volumes names of 64 hexadecimal digits. */
const anonymousName = /^[0-9a-f]{64}$/;

function text(source: string | undefined, target: string, options: readonly (string | false | undefined)[]): string {
  const kept = options.filter((option) => option && option !== "rw" && option !== "rprivate").sort();
  const mount = source && !anonymousName.test(source) ? `${source}:${clean(target)}` : clean(target);
  return kept.length > 0 ? `${mount}:${kept.join(",")}` : mount;
}

function bindText(bind: string): string {
  const [source = "", target, options = ""] = bind.split(":");
  return target === undefined ? clean(source) : text(source, target, options.split(","));
}

function mountText(mount: MountSpec): string {
  const { BindOptions: bind, VolumeOptions: volume, TmpfsOptions: tmpfs, ImageOptions: image } = mount;
  const source =
    mount.Type === "volume" || mount.Type === "bind" ? mount.Source : `${mount.Type} ${mount.Source ?? ""}`.trim();
  return text(source, mount.Target, [
    mount.ReadOnly && "ro",
    bind?.Propagation,
    bind?.NonRecursive && "recursive=disabled",
    bind?.ReadOnlyNonRecursive && "recursive=writable",
    bind?.ReadOnlyForceRecursive && "recursive=readonly",
    volume?.NoCopy && "nocopy",
    volume?.Subpath && `subpath=${volume.Subpath}`,
    image?.Subpath && `subpath=${image.Subpath}`,
    tmpfs?.SizeBytes ? `size=${tmpfs.SizeBytes}` : undefined,
    tmpfs?.Mode ? `mode=${tmpfs.Mode.toString(8)}` : undefined,
  ]);
}
