import { jobsErrors } from "../../errors.ts";
import type { ApiParts, Handlers } from "../handler.ts";
import { openApi } from "../openapi.gen.ts";

type HealthHandlers = Pick<Handlers, "getOpenApi" | "live" | "ready">;

/** Handlers of what says how the server is. */
export function healthRoutes({ store, stopping }: Pick<ApiParts, "store" | "stopping">): HealthHandlers {
  const ok = { status: 200, body: { status: "ok" } } as const;
  return {
    getOpenApi: () => ({ status: 200, body: openApi }),
    live: () => ok,
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
