import type { Project } from "@slipway/compose";
import type { Engine } from "@slipway/engine";
import type { Locate } from "../plan/images.ts";
import type { Report } from "../report.ts";

/** What building images needs. */
export interface ImageContext {
  readonly engine: Engine;
  readonly project: Project;
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly locate?: Locate | undefined;
}
