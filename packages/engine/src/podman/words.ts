import type { ContainerInspect, ContainerState, ContainerSummary } from "../types/container.ts";

/**
 * Podman's words for the states that Docker does not have → Docker's. A container that is being stopped still runs.
 * Source: containers/podman `libpod/define/containerstate.go`.
 */
const states: Readonly<Record<string, ContainerState["Status"]>> = {
  configured: "created",
  initialized: "created",
  stopping: "running",
  stopped: "exited",
};

/** The name of an image as Docker shows it: `docker.io/library/nginx:1` is `nginx:1`. */
export function familiarName(image: string): string {
  return image.replace(/^docker\.io\/(?:library\/)?/, "");
}

/** A row of Podman's list as Docker would tell it; `health`: what Podman's own list says of the container's healthcheck. */
export function summaryInDockersWords(summary: ContainerSummary, health: string): ContainerSummary {
  const { Image, State, Status } = summary;
  const isChecked = health !== "" && /^Up /.test(Status);
  return {
    ...summary,
    Image: familiarName(Image),
    State: states[State] ?? State,
    Status: isChecked ? `${Status} (${health === "starting" ? "health: starting" : health})` : Status,
  };
}

/** What Podman tells of one container as Docker would tell it. */
export function inspectInDockersWords(inspect: ContainerInspect): ContainerInspect {
  const { Config, State } = inspect;
  return {
    ...inspect,
    State: { ...State, Status: states[State.Status] ?? State.Status },
    Config: { ...Config, ...(Config.Image === undefined ? {} : { Image: familiarName(Config.Image) }) },
  };
}
