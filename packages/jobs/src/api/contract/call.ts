import type { Static, TSchema } from "typebox";
import type { RouteId, Routes } from "./routes.ts";

type Named<Segment> = Segment extends `{${infer Name}...}` ? Name : Segment extends `{${infer Name}}` ? Name : never;
type Names<Path> = Path extends `${infer First}/${infer Rest}` ? Named<First> | Names<Rest> : Named<Path>;

/** The parts of the path that stand for something. */
export type ParamsOf<Id extends RouteId> = { readonly [Name in Names<Routes[Id]["path"]>]: string };

/** What stands behind the question mark, read and checked. */
export type QueryOf<Id extends RouteId> = Routes[Id] extends { query: infer Schema extends TSchema }
  ? Readonly<Static<Schema>>
  : Readonly<Record<string, never>>;

/** The body, read and checked; undefined when the route takes none or reads it itself. */
export type BodyOf<Id extends RouteId> = Routes[Id] extends { bodyMedia: unknown }
  ? undefined
  : Routes[Id] extends { body: infer Schema extends TSchema }
    ? Readonly<Static<Schema>>
    : undefined;

type Answers<Id extends RouteId> = Routes[Id]["answers"];

/** An answer that the table has for a route: a status with its JSON, or bytes as a `Response`. */
export type ReplyOf<Id extends RouteId> = {
  [Status in keyof Answers<Id> & number]: Answers<Id>[Status] extends { schema: infer Schema extends TSchema }
    ? { readonly status: Status; readonly body: Static<Schema> }
    : Answers<Id>[Status] extends { media: unknown }
      ? Response
      : { readonly status: Status };
}[keyof Answers<Id> & number];
