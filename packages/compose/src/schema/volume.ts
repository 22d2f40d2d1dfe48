import { external } from "./external.ts";
import { listOrMap, object, options, orNull, text } from "./shapes.ts";

/** A top-level volume. Source: Compose Specification, "volumes". */
export const volume = orNull(
  object(
    {
      name: text("Name on the engine, used as it is; default `<project>_<key>`."),
      driver: text("Volume driver; default is the engine's."),
      driver_opts: options("Options of the driver."),
      external: external("The volume exists already and is neither made nor removed."),
      labels: listOrMap("Labels of the volume."),
    },
    "A volume that services can mount.",
  ),
);
