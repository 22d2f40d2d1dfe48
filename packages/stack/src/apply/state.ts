import type { BuildService } from "../build/start-builds.ts";
import type { Watcher } from "./watcher.ts";

/** What the operations of one plan hand to each other. */
export interface ApplyState {
  /** Ids by the name that a container has at the moment. */
  readonly ids: Map<string, string>;
  /** Container names by service, those of this plan and those that were there. */
  readonly containersOf: Map<string, Set<string>>;
  /** Containers that are there until their replacements, which are made, take their names. */
  readonly replaced: Set<string>;
  /** The `pre_start` hooks of a service that run, or have run, for all of its containers. */
  readonly preStarts: Map<string, Promise<void>>;
  /** How many containers of a service did not prove themselves in an update. */
  readonly failedUpdates: Map<string, number>;
  /** Builds an image of this plan. */
  readonly build: BuildService;
  /** Follows the project's containers; made when a plan waits for one. */
  readonly watcher: () => Promise<Watcher>;
}
