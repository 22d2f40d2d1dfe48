import { choice, flag, integer, type OptionTable, pairs } from "../../option.ts";

const count = (text: string | undefined): number | undefined => (/^\d+$/.test(text ?? "") ? Number(text) : undefined);

/** The options that decide what `up` does; `plan` takes the same, so that it cannot say anything else. */
export const policyOptions = {
  build: flag("Build images first, also when they are there"),
  noBuild: flag("Do not build images, also when they are missing"),
  pull: choice(["always", "missing", "never", "build"], "When images are pulled"),
  removeOrphans: flag("Remove containers of services that the project no longer has"),
  forceRecreate: flag("Recreate containers, also when nothing changed"),
  noRecreate: flag("Leave containers that exist as they are"),
  alwaysRecreateDeps: flag("Recreate what the services depend on, too"),
  noDeps: flag("Leave out what the services depend on"),
  noStart: flag("Create, but do not start"),
  scale: pairs("SERVICE=N", "Number of containers of a service", count, { completes: "services" }),
  rollbackOnFailure: flag("Put a service back as it was when its new containers do not become ready"),
  renewAnonVolumes: flag("Give recreated containers new anonymous volumes", { short: "V" }),
  timeout: integer("SECONDS", "Time that a container has to stop", { short: "t" }),
} satisfies OptionTable;
