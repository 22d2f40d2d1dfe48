/** A value of a statement: texts, numbers, bytes. Truth values are 0 and 1 in both engines. */
export type Value = string | number | null | Uint8Array;

/** What only PostgreSQL takes: lists. */
export type ListValue = Value | readonly (string | number)[];

/** Runs statements with `$1`, `$2`, … in them. */
export interface Statements {
  all<Row>(text: string, values?: readonly Value[]): Promise<readonly Row[]>;
}

/** When a transaction has to be safe from a crash of the machine: `now` when absent. */
export type Durable = "now" | "later";

/** One of the two engines that a store lies in. What is written for it uses the SQL that both understand. */
export interface Database extends Statements {
  readonly engine: "sqlite" | "postgres";
  /**
   * Runs a transaction: all of it is done and durable when the promise is fulfilled, or nothing of it is. It may be run again when the
   * database asks for that, and must wait for nothing but its own statements. What may be durable `later` outlives this process as well;
   * a crash of the machine may undo it, unless something that had to be durable `now` was written after it.
   */
  write<Result>(work: (statements: Statements) => Promise<Result>, durable?: Durable): Promise<Result>;
  /** What locks the rows of a SELECT until the end of the transaction, for the end of its text; nothing where writers take turns. */
  readonly forUpdate: string;
  /** As `forUpdate`, leaving out rows that somebody else has locked. */
  readonly skipLocked: string;
  /** Keeps other transactions that ask for the same out until this one has ended. */
  exclusively(statements: Statements, what: "seal"): Promise<void>;
  /** Sees to it that the lane of a tenant stays until the end of this transaction, which puts a ready job into it. */
  keepLane(statements: Statements, tenant: string): Promise<void>;
  /** Whether no other transaction is putting a job into the lane of a tenant; none does until the end of this one when it says yes. */
  mayCloseLane(statements: Statements, tenant: string): Promise<boolean>;
  /** Whether no other open database has this name of a worker. Then this one has it, until it is closed or its process ends. */
  holdName(name: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The one row of an answer, or undefined. */
export async function one<Row>(
  statements: Statements,
  text: string,
  values: readonly Value[] = [],
): Promise<Row | undefined> {
  return (await statements.all<Row>(text, values))[0];
}
