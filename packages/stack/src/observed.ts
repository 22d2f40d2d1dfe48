import type { Diagnostic } from "@slipway/core";
import type { ContainerInspect, ContainerSummary, ImageInspect, NetworkInspect, VolumeInspect } from "@slipway/engine";
import type { Contents } from "./hash.ts";
import type { ImageBuilder } from "./plan/image-builder.ts";

/** A container of a project, with the labels that Compose tools find it by already read. */
export interface ObservedContainer {
  readonly id: string;
  /** Without the leading `/`. */
  readonly name: string;
  readonly service: string;
  /** The replica, from 1. */
  readonly number: number;
  /** Made by `run`, not by `up`. */
  readonly oneOff: boolean;
  /** What docker compose compares. */
  readonly configHash: string | undefined;
  /** What Slipway compares; on its own containers only. */
  readonly ownHash: string | undefined;
  /** The digest of the image that the container was made from. */
  readonly imageId: string;
  /** True when Slipway made it, so that its hash can be compared. */
  readonly ours: boolean;
  readonly summary: ContainerSummary;
  /** Its volumes that hold copies of configs and secrets: nobody else's, so that they go with it. */
  readonly fileVolumes?: readonly string[];
  /** Only where the decision needs it: for a container whose hash differs or is not ours, and for one that has ended. */
  readonly inspect?: ContainerInspect;
}

/** Another directory to which containers of this project name belong. */
export interface OwnedElsewhere {
  /** As their label tells it. */
  readonly workingDir: string;
  readonly containerIds: ReadonlySet<string>;
}

/** The containers of a project, as the engine lists them: what commands need that only look. */
export type ObservedContainers = Pick<Observed, "projectName" | "containers">;

/** One look at the engine: all that planning needs to know of the world. Nothing in it is chosen or left out. */
export interface Observed {
  readonly projectName: string;
  /** The API version in use: what a container's body may hold depends on it. */
  readonly apiVersion: string;
  /** The engine may have another file system than this machine. */
  readonly remote?: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly containers: readonly ObservedContainer[];
  /** All networks of the engine: names clash and externals are found across projects. */
  readonly networks: readonly NetworkInspect[];
  /** All volumes of the engine. */
  readonly volumes: readonly VolumeInspect[];
  /** By the name that the project uses; undefined: the engine does not have it. Only the project's images. */
  readonly images: ReadonlyMap<string, ImageInspect | undefined>;
  /** Set when containers of this project name belong to another directory. */
  readonly ownedElsewhere?: OwnedElsewhere;
  /** Volumes of this project's name that another directory made, with that directory. */
  readonly volumesElsewhere?: ReadonlyMap<string, string>;
  /** Fingerprints of what the project's configs and secrets hold. */
  readonly contents: Contents;
  /** Why some of these are missing: errors for what makes or starts containers; what stops or removes them does not mind. */
  readonly unreadable?: readonly Diagnostic[];
  /** Variables that containers get for proxies, unless their service sets them. */
  readonly proxies?: Readonly<Record<string, string>>;
  /** What would build images; absent: the project builds none. */
  readonly builder?: ImageBuilder;
}
