import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/logger.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Bells } from "./bells.ts";
import type { BodyOf, ParamsOf, QueryOf, ReplyOf } from "./contract/call.ts";
import type { RouteId } from "./contract/routes.ts";
import type { Principal } from "./principal.ts";

/** One request to a route, read and checked. */
export interface Call<Id extends RouteId> {
  readonly params: ParamsOf<Id>;
  readonly query: QueryOf<Id>;
  readonly body: BodyOf<Id>;
  readonly principal: Principal;
  readonly request: Request;
  /** Ends when the caller goes away or the server stops. */
  readonly signal: AbortSignal;
}

export type Handler<Id extends RouteId> = (call: Call<Id>) => ReplyOf<Id> | Promise<ReplyOf<Id>>;

/** A handler for every row of the table of routes. */
export type Handlers = { readonly [Id in RouteId]: Handler<Id> };

/** What handlers work with. */
export interface ApiParts {
  readonly store: Store;
  readonly bells: Bells;
  readonly log: Logger;
  readonly now: () => number;
  readonly metrics: Metrics;
  /** Aborted when the server begins to stop. */
  readonly stopping: AbortSignal;
  /** Bytes of a request's body at most. */
  readonly largestBody: number;
}
