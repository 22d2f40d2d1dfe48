import type { ObservedContainer, ObservedContainers } from "./observed.ts";

/** A container as `ps` lists it. */
export interface ContainerRow {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly number: number;
  readonly oneOff: boolean;
  readonly project: string;
  readonly image: string;
  readonly command: string;
  /** `running`, `exited`, … */
  readonly state: string;
  /** `healthy`, `unhealthy`, `starting`; empty without a healthcheck. */
  readonly health: string;
  /** Of the last run; 0 while it runs. */
  readonly exitCode: number;
  /** For people: `Up 3 minutes (healthy)`. */
  readonly status: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly publishers: readonly Publisher[];
  readonly labels: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  readonly mounts: readonly string[];
}

export interface Publisher {
  /** The address on the host; empty when the port is not published. */
  readonly url: string;
  readonly targetPort: number;
  /** 0: not published. */
  readonly publishedPort: number;
  readonly protocol: string;
}

/** The containers of a project, by service and number. */
export function containerRows(observed: ObservedContainers): readonly ContainerRow[] {
  return observed.containers.map((container) => rowOf(observed.projectName, container));
}

function rowOf(
  project: string,
  { id, name, service, number, oneOff, summary, inspect }: ObservedContainer,
): ContainerRow {
  return {
    id,
    name,
    service,
    number,
    oneOff,
    project,
    image: summary.Image,
    command: summary.Command,
    state: summary.State,
    health: healthOf(summary.Status),
    exitCode: inspect?.State.ExitCode ?? Number(/^Exited \((\d+)\)/.exec(summary.Status)?.[1] ?? 0),
    status: summary.Status,
    createdAt: summary.Created,
    publishers: summary.Ports.map((port) => ({
      url: port.IP ?? "",
      targetPort: port.PrivatePort,
      publishedPort: port.PublicPort ?? 0,
      protocol: port.Type,
    })).sort((a, b) => a.targetPort - b.targetPort || a.publishedPort - b.publishedPort),
    labels: summary.Labels,
    networks: Object.keys(summary.NetworkSettings?.Networks ?? {}).sort(),
    mounts: summary.Mounts.map((mount) => mount.Name ?? mount.Source),
  };
}

/** The list tells health only in its text for people. Source: moby, `State.String()`. */
function healthOf(status: string): string {
  const health = /\((healthy|unhealthy|health: starting)\)$/.exec(status)?.[1] ?? "";
  return health === "health: starting" ? "starting" : health;
}
