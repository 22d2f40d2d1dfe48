/** What a caller may do. A token or a JWT carries some of these. */
export const scopes = ["jobs:read", "jobs:write", "trail:read", "metrics:read", "tokens:write"] as const;
export type Scope = (typeof scopes)[number];
