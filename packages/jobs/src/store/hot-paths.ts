import type { AttemptEnd } from "../job/job.ts";
import type { Taking } from "./queue/claim.ts";
import type { Claim, Held, Submission } from "./store.ts";

/**
 * What an engine can do in one statement where the usual way takes a transaction of many. Each gives undefined for what it is not made
 * for: then nothing was done, and the usual way is gone.
 */
export interface HotPaths {
  /** Gives the id of the new job. */
  submit(submission: Submission, now: number): Promise<string | undefined>;
  /** `more`: the usual way may find more, because a tenant that came next had no ready job. `due`: the time of jobs has come. */
  claim(taking: Taking): Promise<{ readonly claims: readonly Claim[]; readonly more: boolean; readonly due: boolean }>;
  finish(held: Held, end: AttemptEnd, now: number): Promise<"succeeded" | undefined>;
}
