import type { Bench } from "./bench.ts";
import type { Sample } from "./time-program.ts";

/** One thing that is timed, such as `up -d`; it leaves what the next step of its side needs. */
export type Step = () => Promise<Sample>;

/** One of those that are compared: Slipway, docker compose, the bare engine, the empty program. */
export interface Side {
  readonly name: string;
  /**
   * `peer`: does the same work; `typed`: the peer as people start it, through the docker command; `bound`: the least that
   * the work can cost, for judging what the rest costs.
   */
  readonly role: "ours" | "peer" | "typed" | "bound";
  /** In the order of a round. Sides may lack a step that others have. */
  readonly steps: Readonly<Record<string, Step>>;
}

/** A subject to measure. */
export interface Case {
  /** Also what the command line selects by, whole or by its beginning. */
  readonly name: string;
  /** Makes what all sides need; disposing takes it away. */
  readonly fixtures: (bench: Bench) => Promise<AsyncDisposable>;
  readonly ours: (bench: Bench) => Side;
  readonly peers: (bench: Bench) => readonly Side[];
  /** Runs ours and the peer once and throws {@link BenchError} unless both give the same. Nothing is timed before. */
  readonly check: (bench: Bench) => Promise<void>;
}

/** A side that does not do what it should, so that its times would mean nothing. */
export class BenchError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BenchError";
  }
}
