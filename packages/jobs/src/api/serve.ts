import { isSlipwayError } from "@slipway/core";
import type { Server } from "bun";
import { jobsErrors } from "../errors.ts";
import { newId } from "../job/id.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/logger.ts";
import { type PlaneMetrics, planeMetrics } from "../telemetry/plane-metrics.ts";
import { authenticate, type TokenReader } from "./authenticate.ts";
import { openBells } from "./bells.ts";
import type { RouteId } from "./contract/routes.ts";
import { createHandlers } from "./create-handlers.ts";
import type { Call, Handler } from "./handler.ts";
import { matchRoute } from "./match-route.ts";
import { type Principal, requireScope } from "./principal.ts";
import { problemResponse, toldFailure, withHeaders } from "./problem.ts";
import { createRateLimiter, type RateLimit } from "./rate-limit.ts";
import { readBody, readQuery } from "./read-request.ts";
import { apiTable } from "./table.ts";

export interface ServeOptions {
  readonly store: Store;
  /** Who may come in; the first that knows a token tells who it is. */
  readonly tokens: readonly TokenReader[];
  readonly log: Logger;
  readonly hostname: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly rateLimit?: RateLimit;
  /** Bytes of a request's body at most; 1 MiB without it. */
  readonly largestBody?: number;
  readonly now?: () => number;
  /** Figures that others add to as well; its own without it. */
  readonly metrics?: PlaneMetrics;
  /** Only these routes; all without it. */
  readonly routes?: readonly RouteId[];
}

/** A server that takes requests. */
export interface ApiServer {
  readonly url: string;
  /** Takes no more requests, lets those that run end and followers go; settles when all are gone. */
  stop(): Promise<void>;
}

const usualRateLimit: RateLimit = { burst: 200, perMinute: 3000 };

/** Wrong tokens of one address. */
const refusals: RateLimit = { burst: 20, perMinute: 30 };

/** Serves the API over a store. */
export async function serveApi(options: ServeOptions): Promise<ApiServer> {
  const {
    store,
    tokens,
    log,
    hostname,
    port,
    rateLimit = usualRateLimit,
    largestBody = 1024 * 1024,
    now = Date.now,
    metrics = planeMetrics(store),
    routes,
  } = options;
  const stopping = new AbortController();
  const bells = await openBells(store);
  const handlers = createHandlers({
    store,
    bells,
    log,
    now,
    largestBody,
    stopping: stopping.signal,
    metrics: metrics.all,
  });
  const limited = createRateLimiter(rateLimit, now);
  const suspicious = createRateLimiter(refusals, now);

  const refuseWhen = (seconds: number): void => {
    if (seconds === 0) return;
    throw withHeaders(jobsErrors.error("JOBS_RATE_LIMITED", { seconds }), { "retry-after": String(seconds) });
  };
  const whoAsks = async (request: Request, address: string): Promise<Principal> => {
    try {
      return await authenticate(request, tokens);
    } catch (cause) {
      if (isSlipwayError(cause)) refuseWhen(suspicious(address));
      throw cause;
    }
  };

  const answer = async (request: Request, server: Server<undefined>, told: Told): Promise<Response> => {
    const url = new URL(request.url);
    const { id, params } = matchRoute(request.method, url.pathname, routes);
    told.route = id;
    const row = apiTable[id];
    const address = server.requestIP(request)?.address ?? "";
    const principal = row.scope === "public" ? nobody : await whoAsks(request, address);
    refuseWhen(limited(row.scope === "public" ? address : principal.subject));
    told.by = principal.subject;
    if (row.scope !== "public") requireScope(principal, row.scope);
    const call = {
      params,
      query: readQuery(row, url.searchParams),
      body: await readBody(row, request, largestBody),
      principal,
      request,
      signal: request.signal,
    };
    // Followers and long polls are quiet for long.
    server.timeout(request, 0);
    const reply = await (handlers[id] as Handler<RouteId>)(call as unknown as Call<RouteId>);
    return responseOf(reply);
  };

  const server = Bun.serve({
    hostname,
    port,
    // Our own check has the better words; this one is for what comes without a length.
    maxRequestBodySize: largestBody * 2,
    async fetch(request, self) {
      const started = performance.now();
      const requestId = newId(now());
      const told: Told = {};
      let response: Response;
      try {
        response = await answer(request, self, told);
      } catch (cause) {
        const failure = toldFailure(cause);
        if (failure.code === "JOBS_INTERNAL")
          log("error", "a request failed", { request_id: requestId, error: inFull(cause) });
        told.code = failure.code;
        response = problemResponse(failure, requestId);
      }
      response.headers.set("x-request-id", requestId);
      response.headers.set("x-content-type-options", "nosniff");
      const { pathname } = new URL(request.url);
      const ms = Math.round(performance.now() - started);
      const { method } = request;
      const route = told.route ?? "none";
      metrics.requests.add({ route, method, status: String(response.status) });
      metrics.requestSeconds.see({ route }, ms / 1000);
      // Probes ask every few seconds; what they hear is told when it is bad.
      if (response.ok && (route === "live" || route === "ready")) return response;
      log("info", "request", {
        request_id: requestId,
        method,
        path: pathname,
        status: response.status,
        ms,
        ...told,
      });
      return response;
    },
  });
  return {
    url: server.url.origin,
    async stop() {
      stopping.abort();
      await server.stop();
      await bells.close();
    },
  };
}

/** What the log says of a request besides its address. */
interface Told {
  route?: RouteId;
  by?: string;
  code?: string;
}

const nobody: Principal = { subject: "nobody", tenant: "", scopes: new Set() };

function responseOf(reply: Response | { readonly status: number; readonly body?: unknown }): Response {
  if (reply instanceof Response) return reply;
  if (!("body" in reply)) return new Response(null, { status: reply.status });
  return new Response(`${JSON.stringify(reply.body)}\n`, {
    status: reply.status,
    headers: { "content-type": "application/json" },
  });
}

function inFull(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
