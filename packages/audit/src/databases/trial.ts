import type { Catalog } from "./catalog.ts";

/** Migrations, or other SQL, to be applied to an empty database. */
export interface Trial {
  readonly id: string;
  readonly engine: "postgres" | "sqlite";
  /** One for each migration: its statements in order. */
  readonly steps: readonly (readonly string[])[];
  /** Whether the last step is also tried on a database whose tables hold rows. */
  readonly withRows: boolean;
}

/** Where a trial stopped. */
export interface TrialFailure {
  readonly step: number;
  readonly statement: number;
  /** The offset within the statement, where the engine tells. */
  readonly offset?: number;
  readonly message: string;
}

/** What became of a trial. */
export type TrialResult =
  | { readonly id: string; readonly state: "applied"; readonly catalog: Catalog; readonly onRows?: TrialFailure }
  | { readonly id: string; readonly state: "failed"; readonly failure: TrialFailure }
  /** Nothing can be said: an extension that is not here, no engine, too long. */
  | {
      readonly id: string;
      readonly state: "unknown";
      readonly reason: string;
      /** True when another time may tell: it took too long, or its process was ended. */
      readonly interrupted?: true;
    };

/** A database in memory, made for one trial. */
export interface TrialDatabase {
  /** Runs one statement. Throws {@link StatementError}. */
  run(statement: string): Promise<void>;
  catalog(): Promise<Catalog>;
  /** Puts two rows into every table that takes them. */
  fill(): Promise<void>;
  close(): Promise<void>;
}

/** A statement that the engine refused. */
export class StatementError extends Error {
  override readonly name = "StatementError";
  /** The offset within the statement. */
  readonly offset: number | undefined;
  /** True when the fault may be the trial's: something of the real database is not here. */
  readonly surroundings: boolean;
  /** True for a row that stands in the way of NOT NULL. */
  readonly emptyColumn: boolean;

  constructor(message: string, more: { offset?: number; surroundings?: boolean; emptyColumn?: boolean } = {}) {
    super(message);
    this.offset = more.offset;
    this.surroundings = more.surroundings ?? false;
    this.emptyColumn = more.emptyColumn ?? false;
  }
}
