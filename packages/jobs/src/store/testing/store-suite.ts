import type { Store } from "../store.ts";
import { backupSuite } from "./backup-suite.ts";
import { bytesSuite } from "./bytes-suite.ts";
import { queueSuite } from "./queue-suite.ts";
import { sideSuite } from "./side-suite.ts";
import type { Clock } from "./specs.ts";
import { tokensSuite } from "./tokens-suite.ts";
import { trailSuite } from "./trail-suite.ts";

/** A fresh store of one engine, for one test. */
export interface OpenedStore extends AsyncDisposable {
  readonly store: Store;
  readonly url: string;
  readonly clock: Clock;
  /** The same database, opened again as another process would. */
  again(): Promise<Store>;
  /** Runs a statement as somebody with a client of the database would. */
  run(text: string): Promise<void>;
}

export interface OpenStores {
  open(): Promise<OpenedStore>;
  /** Where a store could be, and nothing is yet. */
  place(): Promise<AsyncDisposable & { readonly url: string }>;
}

/** What every store must do: one suite for all engines. */
export function storeSuite(name: string, stores: OpenStores): void {
  queueSuite(name, stores);
  bytesSuite(name, stores);
  tokensSuite(name, stores);
  trailSuite(name, stores);
  sideSuite(name, stores);
  backupSuite(name, stores);
}
