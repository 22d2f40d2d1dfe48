import type { ApiParts, Handlers } from "./handler.ts";
import { attemptRoutes } from "./routes/attempts.ts";
import { healthRoutes } from "./routes/health.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { logRoutes } from "./routes/log.ts";

/** The handlers of all routes. */
export function createHandlers(parts: ApiParts): Handlers {
  return { ...jobRoutes(parts), ...attemptRoutes(parts), ...logRoutes(parts), ...healthRoutes(parts) };
}
