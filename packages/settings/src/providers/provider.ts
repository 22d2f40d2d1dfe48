import type { Reading } from "../cascade/reading.ts";
import type { Setting, SourceName } from "../contract/contract.ts";

/**
 * A source of values. It answers for the settings that it is asked for and no others, with the place of each value; what it does
 * not have it leaves out, and what it cannot tell it lists under `failed`. It never throws for what the world does to it, never
 * writes, and puts no secret into a message. The suite in testing/provider-suite.ts holds every provider to this.
 */
export interface Provider {
  readonly source: SourceName;
  /** The source as a whole, for people. */
  readonly label: string;
  /** Asks for all these settings at once. `signal` ends the asking; what is unanswered then has failed. */
  read(wanted: readonly Setting[], signal?: AbortSignal): Promise<Reading>;
}
