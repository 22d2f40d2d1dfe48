import type { TObject, TSchema } from "typebox";
import type { Scope } from "./scopes.ts";

/** One row of the table of routes: all that the server, the OpenAPI document and the client know of an endpoint. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** `{id}` is one segment, `{path...}` all that are left. */
  readonly path: `/${string}`;
  /** `public` needs no token. */
  readonly scope: Scope | "public";
  /** One sentence without a stop. */
  readonly summary: string;
  readonly description?: string;
  /** Texts, whole numbers, booleans and lists of texts. */
  readonly query?: TObject;
  readonly body?: TSchema;
  /** What the body may be when it is not JSON of the schema: the handler reads it itself. */
  readonly bodyMedia?: readonly string[];
  /** Headers that change the answer, with what they do. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<number, Answer>>;
}

export interface Answer {
  readonly description: string;
  /** JSON of this schema; absent: nothing, or bytes of `media`. */
  readonly schema?: TSchema;
  /** Media types of an answer that is not JSON. */
  readonly media?: readonly string[];
}

/** Ties the types of a row to it. */
export function route<const Row extends Route>(row: Row): Row {
  return row;
}
