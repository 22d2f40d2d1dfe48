import { jobsErrors } from "../errors.ts";
import type { Scope } from "./contract/scopes.ts";

/** Who makes a request, as its token says. */
export interface Principal {
  /** As the audit trail names them: `token:ci`, `oidc:https://…#subject`. */
  readonly subject: string;
  /** Whose jobs they see; `*` is all. */
  readonly tenant: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** The tenant of those that have none of their own. */
export const defaultTenant = "default";

/** @throws JOBS_FORBIDDEN */
export function requireScope({ scopes }: Principal, scope: Scope): void {
  if (!scopes.has(scope)) throw jobsErrors.error("JOBS_FORBIDDEN", { scope });
}

/** @throws JOBS_OTHER_TENANT for callers of one tenant */
export function requireAllTenants({ tenant }: Principal): void {
  if (tenant !== "*") throw jobsErrors.error("JOBS_OTHER_TENANT", { tenant: "*" });
}

/**
 * The tenant that a request is about: the caller's own, or for callers of all tenants the one that they ask for. Undefined is all.
 * @throws JOBS_OTHER_TENANT
 */
export function tenantOf({ tenant }: Principal, asked: string | undefined): string | undefined {
  if (tenant === "*") return asked;
  if (asked !== undefined && asked !== tenant) throw jobsErrors.error("JOBS_OTHER_TENANT", { tenant: asked });
  return tenant;
}
