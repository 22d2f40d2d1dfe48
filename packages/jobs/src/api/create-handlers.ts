import type { ApiParts, Handlers } from "./handler.ts";
import { attemptRoutes } from "./routes/attempts.ts";
import { healthRoutes } from "./routes/health.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { logRoutes } from "./routes/log.ts";
import { scheduleRoutes } from "./routes/schedules.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { trailRoutes } from "./routes/trail.ts";

/** The handlers of all routes. */
export function createHandlers(parts: ApiParts): Handlers {
  return {
    ...jobRoutes(parts),
    ...attemptRoutes(parts),
    ...logRoutes(parts),
    ...tokenRoutes(parts),
    ...scheduleRoutes(parts),
    ...trailRoutes(parts),
    ...healthRoutes(parts),
  };
}
