import type { Route } from "../packages/jobs/src/api/contract/route.ts";
import { routes } from "../packages/jobs/src/api/contract/routes.ts";
import { schemas } from "../packages/jobs/src/api/contract/schemas.ts";
import { validators } from "./gen-schema.ts";

type Json = Readonly<Record<string, unknown>>;

const table: readonly (readonly [id: string, route: Route])[] = Object.entries(routes);
/** By their texts: what is optional is another object. */
const names = new Map(Object.entries(schemas).map(([name, schema]) => [JSON.stringify(schema), name]));

/** A schema with `$ref` in the place of those that have a name. */
function referring(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(referring);
  if (typeof schema !== "object" || schema === null) return schema;
  const name = names.get(JSON.stringify(schema));
  return name === undefined ? definition(schema) : { $ref: `#/components/schemas/${name}` };
}

const definition = (schema: object): Json =>
  Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, referring(value)]));

const problem = {
  description: "What is wrong, and what to do.",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

function parameters({ path, query, headers = {} }: Route): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)(\.\.\.)?\}/g)].map(([, name = "", rest]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
    ...(rest ? { description: "May hold `/`." } : {}),
  }));
  const inQuery = Object.entries((query?.properties ?? {}) as Record<string, Json>).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: "query",
      ...(description === undefined ? {} : { description }),
      schema: referring(schema),
    }),
  );
  const inHeader = Object.entries(headers).map(([name, description]) => ({
    name,
    in: "header",
    description,
    schema: { type: "string" },
  }));
  return [...inPath, ...inQuery, ...inHeader];
}

function operation(id: string, route: Route): Json {
  const { summary, description, scope, body, bodyMedia = ["application/json"], answers } = route;
  const responses = Object.entries(answers).map(([status, { description: text, schema, media }]) => {
    const content = schema
      ? { "application/json": { schema: referring(schema) } }
      : Object.fromEntries((media ?? []).map((type) => [type, { schema: { type: "string" } }]));
    return [status, { description: text, ...(schema || media ? { content } : {}) }];
  });
  const all = parameters(route);
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(scope === "public" ? { security: [] } : { security: [{ token: [scope] }] }),
    ...(all.length > 0 ? { parameters: all } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(bodyMedia.map((type) => [type, { schema: referring(body) }])),
          },
        }
      : {}),
    responses: { ...Object.fromEntries(responses), default: problem },
  };
}

/** The OpenAPI document of the API. Source: OpenAPI Specification 3.1.1. */
export function openApi(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [id, route] of table) {
    const path = route.path.replace("...}", "}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(id, route) };
  }
  const written = {
    openapi: "3.1.1",
    info: { title: "Slipway jobs", version: "1", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "A token of `slipway token create`, or a JWT of the OIDC provider.",
        },
      },
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, definition(schema)])),
    },
  };
  return JSON.parse(JSON.stringify(written)) as Json;
}

/** The server's side of the table: no schema library, validators ready-made. */
export function apiTable(): string {
  const checked = table.flatMap(([id, { query, body, bodyMedia }]) => [
    ...(query ? [[`${id}Query`, query] as const] : []),
    ...(body && !bodyMedia ? [[`${id}Body`, body] as const] : []),
  ]);
  const rows = table.map(([id, { method, path, scope, query, body, bodyMedia }]) => {
    const kinds = Object.entries((query?.properties ?? {}) as Record<string, Json>).map(([name, part]) => [
      name,
      part["type"],
    ]);
    const row = [
      `method:${JSON.stringify(method)},path:${JSON.stringify(path)},scope:${JSON.stringify(scope)}`,
      query
        ? `query:{kinds:${JSON.stringify(Object.fromEntries(kinds))},schema:${JSON.stringify(query)},validate:${id}Query}`
        : "",
      body && !bodyMedia ? `body:{schema:${JSON.stringify(body)},validate:${id}Body}` : "",
    ];
    return `  ${id}:{${row.filter((part) => part !== "").join(",")}},`;
  });
  return [
    "// @ts-nocheck",
    "// biome-ignore-all lint: generated",
    "// biome-ignore-all format: generated",
    "// Generated by tools/gen-jobs-api.ts from api/contract/. Do not edit.",
    'import type { TableRow } from "./table.ts";',
    validators(Object.fromEntries(checked)),
    "export const table: Readonly<Record<string, TableRow>> = {",
    ...rows,
    "};",
    "",
  ].join("\n");
}

/** The module that holds the OpenAPI document for the server. */
export function openApiModule(): string {
  return [
    "// biome-ignore-all lint: generated",
    "// biome-ignore-all format: generated",
    "// Generated by tools/gen-jobs-api.ts from api/contract/. Do not edit.",
    `export const openApi: Readonly<Record<string, unknown>> = ${JSON.stringify(openApi())};`,
    "",
  ].join("\n");
}

/** docs/jobs-api.md: every endpoint with what it takes and gives. */
export function apiPage(): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const sections = table.flatMap(([id, route]) => {
    const { method, path, summary, description, scope, query, headers = {}, body, answers } = route;
    const asked = Object.entries((query?.properties ?? {}) as Record<string, Json>).map(
      ([name, { description: text, type }]) => `| \`${name}\` | ${cell(String(type))} | ${cell(String(text ?? ""))} |`,
    );
    const told = Object.entries(headers).map(([name, text]) => `| header \`${name}\` | string | ${cell(text)} |`);
    const rows = [...asked, ...told];
    return [
      "",
      `## ${method} ${path}`,
      "",
      `${summary}.${description === undefined ? "" : ` ${description}`}`,
      "",
      `\`${id}\` · ${scope === "public" ? "needs no token" : `scope \`${scope}\``}${body ? " · takes a body" : ""}`,
      ...(rows.length > 0 ? ["", "| Parameter | Type | |", "|---|---|---|", ...rows] : []),
      "",
      ...Object.entries(answers).map(([status, { description: text }]) => `- ${status}: ${text}`),
    ];
  });
  return [
    "# The jobs API",
    "",
    "Generated by `npm run gen` from the table of routes. [openapi.json](openapi.json) says the same for programs, with the shape of",
    "every answer; the control plane gives it under `/v1/openapi.json`. [jobs.md](jobs.md) tells how to start.",
    "",
    "Callers send `Authorization: Bearer TOKEN`. A failure is answered with problem details (RFC 9457): `code` is one of",
    "[docs/errors/jobs.md](errors/jobs.md), `detail` says what to do, and `diagnostics` has everything that is wrong with a body, with line and",
    "column. Every answer has the header `X-Request-Id`, which the log of the control plane has too.",
    ...sections,
    "",
  ].join("\n");
}
