import { jobsErrors } from "../../errors.ts";
import type { ApiParts, Handlers } from "../handler.ts";
import { openApi } from "../openapi.gen.ts";

type HealthHandlers = Pick<Handlers, "getOpenApi" | "live" | "ready" | "readMetrics">;

/** Handlers of what says how the server is. */
export function healthRoutes({
  store,
  stopping,
  metrics,
}: Pick<ApiParts, "store" | "stopping" | "metrics">): HealthHandlers {
  const ok = { status: 200, body: { status: "ok" } } as const;
  return {
    getOpenApi: () => ({ status: 200, body: openApi }),
    live: () => ok,
    async readMetrics() {
      return new Response(await metrics.text(), {
        headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
      });
    },
    async ready() {
      if (stopping.aborted) throw jobsErrors.error("JOBS_NOT_READY", { reason: "the server is about to stop" });
      try {
        await store.depth();
      } catch (cause) {
        throw jobsErrors.error("JOBS_NOT_READY", { reason: "the store does not answer" }, { cause });
      }
      return ok;
    },
  };
}
