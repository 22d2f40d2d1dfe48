import type { Mount, Project, Service } from "@slipway/compose";
import type { HostConfig, ImageInspect, MountSpec } from "@slipway/engine";
import { label } from "../labels.ts";
import { type FilePlace, fileMounts } from "./files.ts";
import { present } from "./present.ts";
import { bytes } from "./resources.ts";

/** An anonymous volume of the container that is replaced. */
export interface InheritedVolume {
  readonly name: string;
  readonly destination: string;
}

/**
 * What a container mounts. Plain binds go into `Binds`, for which alone the engine makes a missing path on the host;
 * everything else into `Mounts`. Anonymous volumes of the replaced container are taken over where the service or the image
 * still has one. A config or secret gives way to a volume at the same target.
 * Source: Compose Specification, "volumes"; moby issue 43483 on missing host paths.
 */
export function mounts(
  project: Project,
  service: Service,
  inherited: readonly InheritedVolume[],
  image: ImageInspect | undefined,
  files: FilePlace,
): Pick<HostConfig, "Binds" | "Mounts"> {
  const left = new Map(inherited.map(({ name, destination }) => [clean(destination), name]));
  const binds = new Map<string, string>();
  const specs = new Map<string, MountSpec>();
  for (const mount of service.volumes ?? []) {
    const target = clean(mount.target);
    const anonymous = mount.type === "volume" && mount.source === undefined;
    const name = left.get(target);
    left.delete(target);
    binds.delete(target);
    specs.delete(target);
    if (isPlainBind(mount)) binds.set(target, bindText(mount));
    else if (!anonymous) specs.set(target, mountSpec(project, mount));
    else
      specs.set(
        target,
        mountSpec(project, name === undefined ? ofProject(project, mount) : { ...mount, source: name }),
      );
  }
  for (const path of service.tmpfs ?? []) left.delete(clean(path.split(":")[0] ?? ""));
  const temporary = new Set((service.tmpfs ?? []).map((path) => clean(path.split(":")[0] ?? "")));
  // What volumes_from brings to a path would have to give way to a mount of our own.
  const fromOthers = (service.volumes_from ?? []).length > 0;
  const isFilled = (target: string): boolean =>
    fromOthers || binds.has(target) || specs.has(target) || temporary.has(target);
  for (const path of Object.keys(image?.Config?.Volumes ?? {})) {
    const name = left.get(clean(path));
    if (name !== undefined) specs.set(clean(path), { Type: "volume", Source: name, Target: path });
    else if (!isFilled(clean(path))) {
      specs.set(clean(path), mountSpec(project, ofProject(project, { type: "volume", target: path })));
    }
  }
  for (const spec of fileMounts(project, service, files)) {
    const target = clean(spec.Target);
    if (!binds.has(target) && !specs.has(target)) specs.set(target, spec);
  }
  return present({
    Binds: binds.size > 0 ? [...binds.values()] : undefined,
    Mounts: specs.size > 0 ? [...specs.values()] : undefined,
  });
}

/** An anonymous volume that tells its project, so that `prune` finds it when its container is gone. */
function ofProject(project: Project, mount: Mount): Mount {
  return {
    ...mount,
    volume: { ...mount.volume, labels: { ...mount.volume?.labels, [label.anonymousOf]: project.name } },
  };
}

/** A path without the slash at its end, so that `/data/` and `/data` are one. */
export function clean(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, "") : path;
}

function isPlainBind({ type, source, target, bind }: Mount): boolean {
  return (
    type === "bind" &&
    bind?.create_host_path !== false &&
    bind?.recursive === undefined &&
    !`${source}${target}`.includes(":")
  );
}

function bindText({ source, target, read_only, bind }: Mount): string {
  const options = [read_only ? "ro" : "rw", bind?.selinux, bind?.propagation].filter(Boolean);
  return `${source}:${target}:${options.join(",")}`;
}

const recursion: Readonly<Record<string, object>> = {
  disabled: { NonRecursive: true },
  writable: { ReadOnlyNonRecursive: true },
  readonly: { ReadOnlyForceRecursive: true },
};

function mountSpec(project: Project, mount: Mount): MountSpec {
  const { type, source, bind, volume, tmpfs, image } = mount;
  return present({
    Type: type,
    Source: type === "volume" && source !== undefined ? (project.volumes[source]?.name ?? source) : source,
    Target: mount.target,
    ReadOnly: mount.read_only ? true : undefined,
    Consistency: mount.consistency,
    BindOptions:
      type === "bind"
        ? {
            ...(bind?.propagation === undefined ? {} : { Propagation: bind.propagation }),
            ...(bind?.create_host_path === false ? {} : { CreateMountpoint: true }),
            ...recursion[bind?.recursive ?? ""],
          }
        : undefined,
    VolumeOptions:
      type === "volume" && volume
        ? present({ NoCopy: volume.nocopy, Labels: volume.labels, Subpath: volume.subpath })
        : undefined,
    ImageOptions: type === "image" && image?.subpath !== undefined ? { Subpath: image.subpath } : undefined,
    TmpfsOptions: type === "tmpfs" && tmpfs ? present({ SizeBytes: bytes(tmpfs.size), Mode: tmpfs.mode }) : undefined,
  }) as MountSpec;
}
