import { either, flag, listOf, listOrMap, numeric, object, oneOf, size, text, whole } from "./shapes.ts";

/** `volumes` of a service. Source: Compose Specification, "services", "volumes". */
export const mounts = listOf(
  either(
    undefined,
    text(),
    object(
      {
        type: oneOf(["bind", "volume", "tmpfs", "cluster", "npipe", "image"], "Kind of mount."),
        source: text("Path on the host, key of a top-level volume, or an image."),
        target: text("Path in the container."),
        read_only: flag("Mount read-only."),
        consistency: text("Consistency of the mount, for some platforms."),
        bind: object(
          {
            propagation: text("Propagation of mounts."),
            create_host_path: flag("Make a missing host path; default true."),
            recursive: oneOf(["enabled", "disabled", "writable", "readonly"], "How mounts below are treated."),
            selinux: oneOf(["z", "Z"], "SELinux label: shared or private."),
          },
          "For type bind.",
        ),
        volume: object(
          {
            labels: listOrMap("Labels of the volume."),
            nocopy: flag("Do not copy the image's files into a new volume."),
            subpath: text("Path within the volume."),
          },
          "For type volume.",
        ),
        tmpfs: object({ size: size("Size."), mode: numeric("Permissions in octal.") }, "For type tmpfs."),
        image: object({ subpath: text("Path within the image.") }, "For type image."),
      },
      undefined,
      ["type"],
    ),
  ),
  "What is mounted into the containers.",
);

/** `devices` of a service. */
export const devices = listOf(
  either(
    undefined,
    text(),
    object(
      {
        source: text("Device on the host."),
        target: text("Device in the container."),
        permissions: text("`r`, `w`, `m` in any combination."),
      },
      undefined,
      ["source"],
    ),
  ),
  "Devices of the host given to the containers.",
);

const limit = (what: string) =>
  listOf(object({ path: text("Device."), rate: size(what) }, undefined, ["path", "rate"]), what);

/** `blkio_config` of a service. */
export const blkioConfig = object(
  {
    weight: whole("Weight, 10 to 1000."),
    weight_device: listOf(
      object({ path: text("Device."), weight: whole("Weight, 10 to 1000.") }, undefined, ["path", "weight"]),
      "Weights of devices.",
    ),
    device_read_bps: limit("Bytes per second read at most."),
    device_read_iops: limit("Reads per second at most."),
    device_write_bps: limit("Bytes per second written at most."),
    device_write_iops: limit("Writes per second at most."),
  },
  "Limits of block input and output.",
);
