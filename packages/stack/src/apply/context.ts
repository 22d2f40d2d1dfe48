import type { Project } from "@slipway/compose";
import type { Engine } from "@slipway/engine";
import type { BuildPolicy } from "../convert/build-policy.ts";
import type { Observed } from "../observed.ts";
import type { Locate } from "../plan/images.ts";
import type { Answer } from "../providers/messages.ts";
import type { Report } from "../report.ts";

/** What applying needs besides the plan. */
export interface ApplyContext {
  readonly engine: Engine;
  /** Needed by plans that create or build. */
  readonly project?: Project | undefined;
  readonly report: Report;
  /** What the plan was made from. */
  readonly observed: Observed;
  /** Ends the work: nothing more is begun, calls under way are given up. */
  readonly signal: AbortSignal;
  /** The place of a value in the project's files, for errors. */
  readonly locate?: Locate | undefined;
  /** Where what providers and models answer is put; needed by plans that ask them. */
  readonly answers?: { readonly providers: Map<string, Answer>; readonly models: Map<string, string> };
  /** Operations at the same time; 0 or absent: as many as the dependencies allow, up to 16. */
  readonly parallel?: number;
  /** How images are built; absent: as the project says, for the platform that they run on. */
  readonly build?: BuildPolicy;
  /** Takes the findings of a check of builds. */
  readonly printed?: (text: string) => void;
}
