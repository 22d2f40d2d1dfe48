import type { DependencyCondition } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import type { ImageBuilder } from "./image-builder.ts";

interface Step {
  /** Unique in its plan, from 1, in an order that respects {@link Step.after}. */
  readonly id: number;
  /** The operations that must be done first. */
  readonly after: readonly number[];
  /** Why, in words: `image changed nginx:1.26 → nginx:1.27`, `not on the engine`. */
  readonly reason: string;
}

interface OnContainer extends Step {
  readonly service: string;
  readonly containerName: string;
  /** The name of the container that this operation is a part of recreating. */
  readonly recreates?: string;
}

export interface InheritedVolume {
  readonly name: string;
  /** The path in the container. */
  readonly destination: string;
}

/** One change of the engine (or one wait); `apply` makes one engine call of it. */
export type Operation =
  | (Step & {
      readonly kind: "pull-image";
      readonly image: string;
      readonly service: string;
      readonly platform?: string;
      /** Do not build it when that fails. */
      readonly pullOnly?: boolean;
      /** A failure is a warning. */
      readonly optional?: boolean;
    })
  | (Step & {
      /** Has the provider of a service do something: nothing of the engine. */
      readonly kind: "call-provider";
      readonly service: string;
      readonly command: "up" | "down" | "stop";
    })
  | (Step & {
      /** Pulls and configures a model, and learns its address. */
      readonly kind: "prepare-model";
      readonly model: string;
    })
  | (Step & {
      readonly kind: "push-image";
      readonly image: string;
      readonly service: string;
      /** A failure is a warning. */
      readonly optional?: boolean;
    })
  | (Step & {
      readonly kind: "build-image";
      readonly image: string;
      readonly service: string;
      readonly builder: ImageBuilder["kind"];
      /** Only look for problems. */
      readonly check?: boolean;
    })
  | (Step & { readonly kind: "create-network"; readonly network: string; readonly key: string })
  | (Step & { readonly kind: "remove-network"; readonly network: string; readonly networkId: string })
  | (OnContainer & {
      readonly kind: "disconnect-network";
      readonly containerId: string;
      readonly network: string;
      readonly networkId: string;
    })
  | (OnContainer & {
      readonly kind: "connect-network";
      readonly containerId: string;
      readonly number: number;
      readonly oneOff: boolean;
      /** Its name: the network may be made by this plan. */
      readonly network: string;
    })
  | (Step & { readonly kind: "create-volume"; readonly volume: string; readonly key: string })
  | (Step & { readonly kind: "remove-volume"; readonly volume: string })
  | (Step & { readonly kind: "remove-image"; readonly image: string })
  | (OnContainer & {
      readonly kind: "create-container";
      readonly number: number;
      /** The name of the container that this one takes the place of. */
      readonly replaces?: string;
      /** Anonymous volumes of the replaced container, which the new one takes over. */
      readonly inherits: readonly InheritedVolume[];
    })
  | (OnContainer & {
      readonly kind: "start-container" /** Absent: made by this plan. */;
      readonly containerId?: string;
    })
  | (OnContainer & { readonly kind: "stop-container"; readonly containerId: string; readonly timeout?: number })
  | (OnContainer & { readonly kind: "kill-container"; readonly containerId: string; readonly signal: string })
  | (OnContainer & { readonly kind: "pause-container" | "unpause-container"; readonly containerId: string })
  | (OnContainer & { readonly kind: "restart-container"; readonly containerId: string; readonly timeout?: number })
  | (OnContainer & {
      readonly kind: "remove-container";
      readonly containerId: string;
      /** Anonymous volumes that go with it, unless another container uses them. */
      readonly volumes: readonly string[];
      /** Volumes with copies of configs and secrets, which always go with it. */
      readonly fileVolumes: readonly string[];
      readonly force: boolean;
    })
  | (OnContainer & {
      readonly kind: "rename-container" /** Absent: made by this plan. */;
      readonly containerId?: string;
      readonly to: string;
    })
  | (OnContainer & {
      /** Waits until a container of an update is healthy, or has run long enough. */
      readonly kind: "prove-container";
      /** The name that people are shown. */
      readonly shown: string;
      /** Milliseconds that it must run; absent: until healthy, or the usual time without a healthcheck. */
      readonly monitorMs?: number;
      readonly failureAction: "rollback" | "pause" | "continue";
      /** Failures of the service in this plan that are only warned of. */
      readonly tolerated: number;
    })
  | (Step & { readonly kind: "delay"; readonly service: string; readonly ms: number })
  | (Step & {
      readonly kind: "wait";
      readonly service: string;
      readonly condition: DependencyCondition;
      /** False: a failure is a warning. */
      readonly required: boolean;
    });

/** What a person is told of a plan: one line per resource, whatever number of operations it takes. */
export interface Change {
  readonly action:
    | "create"
    | "recreate"
    | "start"
    | "stop"
    | "restart"
    | "rename"
    | "kill"
    | "pause"
    | "unpause"
    | "remove"
    | "pull"
    | "push"
    | "build"
    /** A provider, or a command of a person in a container of its own: no operation belongs to the latter, nor to `exec`. */
    | "run"
    | "exec";
  readonly kind: "network" | "volume" | "container" | "image" | "provider" | "model" | "project";
  readonly name: string;
  readonly service?: string;
  readonly reason: string;
  /** The keys that differ, with what they were and will be; values of variables are never shown. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  /** `image`, `ports`, `environment.PORT`. */
  readonly key: string;
  readonly from?: string;
  readonly to?: string;
}

/** What will be done, in which order and why. Pure data: it can be printed, compared and applied. */
export interface Plan {
  readonly projectName: string;
  readonly operations: readonly Operation[];
  /** The same, for people, in the order of the operations. Empty: nothing to do. */
  readonly changes: readonly Change[];
  /** Resources that stay as they are, for the count. */
  readonly unchanged: readonly { readonly kind: Change["kind"]; readonly name: string }[];
  readonly diagnostics: readonly Diagnostic[];
}
