import { jobsErrors } from "../errors.ts";
import type { RouteId } from "./contract/routes.ts";
import { withHeaders } from "./problem.ts";
import { apiTable, type TableRow } from "./table.ts";

interface Pattern {
  readonly id: RouteId;
  readonly method: TableRow["method"];
  readonly path: RegExp;
}

const patterns: readonly Pattern[] = (Object.entries(apiTable) as [RouteId, TableRow][]).map(
  ([id, { method, path }]) => {
    const source = path
      .replace(/[.]json/g, "\\.json")
      .replace(/\{(\w+)\.\.\.\}/g, "(?<$1>.+)")
      .replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    return { id, method, path: new RegExp(`^${source}$`) };
  },
);

/**
 * The route that a request is for, with the parts of its path.
 * @throws JOBS_UNKNOWN_ROUTE, JOBS_METHOD_NOT_ALLOWED
 */
export function matchRoute(
  method: string,
  pathname: string,
  routes?: readonly RouteId[],
): { readonly id: RouteId; readonly params: Readonly<Record<string, string>> } {
  const fitting = patterns.flatMap(({ id, method: of, path }) => {
    const match = routes === undefined || routes.includes(id) ? path.exec(pathname) : null;
    return match ? [{ id, method: of, params: match.groups ?? {} }] : [];
  });
  const found = fitting.find((one) => one.method === method || (one.method === "GET" && method === "HEAD"));
  if (found) {
    try {
      const params = Object.entries(found.params).map(([name, text]) => [name, decodeURIComponent(text)]);
      return { id: found.id, params: Object.fromEntries(params) };
    } catch {
      // What is no percent-encoding names nothing that there is.
      throw jobsErrors.error("JOBS_UNKNOWN_ROUTE", { method, path: pathname });
    }
  }
  if (fitting.length === 0) throw jobsErrors.error("JOBS_UNKNOWN_ROUTE", { method, path: pathname });
  const allowed = fitting.map((one) => one.method).join(", ");
  throw withHeaders(jobsErrors.error("JOBS_METHOD_NOT_ALLOWED", { method, path: pathname, allowed }), {
    allow: allowed,
  });
}
