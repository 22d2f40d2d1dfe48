import { constants } from "node:os";
import type { ContainerInspect, ContainerState, ContainerSummary } from "../types/container.ts";
import type { HostConfig } from "../types/host-config.ts";
import type { ImageInspect } from "../types/image.ts";

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

/** What Podman tells of an image as Docker would tell it. */
export function imageInDockersWords(image: ImageInspect): ImageInspect {
  return { ...image, RepoTags: image.RepoTags?.map(familiarName) ?? null };
}

/** A row of Podman's list as Docker would tell it; `health`: what Podman's own list says of the container's healthcheck. */
export function summaryInDockersWords(summary: ContainerSummary, health: string): ContainerSummary {
  const { Image, NetworkSettings, State, Status } = summary;
  const isChecked = health !== "" && /^Up /.test(Status);
  return {
    ...summary,
    Image: familiarName(Image),
    // Podman tells null of a container without a network of its own.
    NetworkSettings: { Networks: NetworkSettings?.Networks ?? {} },
    State: states[State] ?? State,
    Status: isChecked ? `${Status} (${health === "starting" ? "health: starting" : health})` : Status,
  };
}

/** What Podman tells of one container as Docker would tell it; `now`: milliseconds since 1970. */
export function inspectInDockersWords(inspect: ContainerInspect, now = Date.now()): ContainerInspect {
  const { Config, HostConfig } = inspect;
  const { Image, StopSignal } = Config;
  return {
    ...inspect,
    State: stateInDockersWords(inspect, now),
    Config: {
      ...Config,
      // Podman puts the container's own id there, under any name of its own.
      Env: (Config.Env ?? []).filter((text) => text !== `HOSTNAME=${Config.Hostname}`),
      ...(Image === undefined ? {} : { Image: familiarName(Image) }),
      ...(StopSignal === undefined ? {} : { StopSignal: signalName(StopSignal) }),
    },
    HostConfig: hostInDockersWords(HostConfig),
  };
}

/** Milliseconds within which Podman starts a container again that its restart policy does not let end. It waits for nothing. */
const restartsWithin = 4_000;

/** Podman tells a container that it is about to start again as one that has ended. */
function stateInDockersWords(inspect: ContainerInspect, now: number): ContainerState {
  const { HostConfig, RestartCount = 0 } = inspect;
  const { Health, ...rest } = inspect.State;
  // Without a healthcheck Podman tells a health without a word.
  const State = { ...rest, ...(Health?.Status ? { Health } : {}) };
  const Status = states[State.Status] ?? State.Status;
  const { Name = "", MaximumRetryCount = 0 } = HostConfig.RestartPolicy ?? {};
  const fails = State.ExitCode !== 0 && (MaximumRetryCount === 0 || RestartCount < MaximumRetryCount);
  const goesOn = Name === "always" || Name === "unless-stopped" || (Name === "on-failure" && fails);
  const age = now - Date.parse(State.FinishedAt);
  if (Status !== "exited" || !goesOn || !(age < restartsWithin)) return { ...State, Status };
  return { ...State, Status: "restarting", Restarting: true };
}

/** `15` is `SIGTERM`. */
function signalName(signal: string): string {
  return Object.entries(constants.signals).find(([, number]) => String(number) === signal)?.[0] ?? signal;
}

/** Options that Podman adds to every mount. */
const ownOptions = new Set(["exec", "nodev", "nosuid", "rbind", "rprivate"]);

function hostInDockersWords(host: HostConfig): HostConfig {
  const ulimits = (host.Ulimits ?? []).map((limit) => ({
    ...limit,
    Name: limit.Name.replace(/^RLIMIT_/, "").toLowerCase(),
  }));
  return {
    ...host,
    Binds: (host.Binds ?? []).map(bindWithoutOwnOptions),
    // Where none is asked for Podman tells the highest of these two that it may give.
    Ulimits: ulimits.every(({ Name, Soft, Hard }) => /^(nofile|nproc)$/.test(Name) && Soft === Hard) ? [] : ulimits,
  };
}

function bindWithoutOwnOptions(bind: string): string {
  const [source = "", target = "", options = ""] = bind.split(":");
  return [
    source,
    target,
    options
      .split(",")
      .filter((option) => !ownOptions.has(option))
      .join(","),
  ]
    .filter(Boolean)
    .join(":");
}
