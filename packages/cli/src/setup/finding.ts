import type { Machine } from "./machine.ts";

/** One line of `slipway setup`. */
export interface Finding {
  readonly id: "engine" | "permission" | "disk" | "build" | "registry" | "peers";
  /** `bad`: projects cannot run until it is cured. `note`: something is missing that not every project needs. */
  readonly state: "good" | "note" | "bad";
  readonly text: string;
  readonly cure?: Cure;
}

export interface Cure {
  /** What to do, for a person. */
  readonly text: string;
  /** The commands that `--yes` runs, in order; absent: only a person can do it. */
  readonly steps?: readonly (readonly string[])[];
}

/** Looks at one thing of a machine. Never throws: what cannot be found out is a finding as well. */
export type Probe = (machine: Machine) => Promise<Finding>;
