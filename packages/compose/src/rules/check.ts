import type { Diagnostics, Path, Position } from "@slipway/core";
import type { Doubts } from "../doubts.ts";
import type { Project } from "../model/project.ts";

/** What the rules that look at a whole project share. */
export interface Check {
  readonly project: Project;
  readonly diagnostics: Diagnostics;
  /** Asked before something is said to be missing. */
  readonly doubts: Doubts;
  readonly locate: (path: Path) => Position | undefined;
}
