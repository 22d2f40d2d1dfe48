import type { SchemaFault } from "@slipway/core";
import type { RouteId } from "./contract/routes.ts";
import type { Scope } from "./contract/scopes.ts";
import { table } from "./table.gen.ts";

type Validate = ((value: unknown) => boolean) & { errors?: readonly SchemaFault[] | null };

/** What the server knows of a route. */
export interface TableRow {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly scope: Scope | "public";
  readonly query?: {
    /** JSON types by name: how a text becomes a value. */
    readonly kinds: Readonly<Record<string, string>>;
    readonly schema: unknown;
    readonly validate: Validate;
  };
  readonly body?: { readonly schema: unknown; readonly validate: Validate };
}

/** The table of routes as the server uses it, by their ids. */
export const apiTable = table as Readonly<Record<RouteId, TableRow>>;
