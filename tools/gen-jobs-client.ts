/** Makes the TypeScript client of the jobs API from its OpenAPI document. */
type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Json;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** A schema as a TypeScript type. */
function typeOf(schema: Json): string {
  const { $ref, type, enum: words, properties, items, required = [], additionalProperties: free } = schema;
  if (typeof $ref === "string") return $ref.split("/").at(-1) ?? "unknown";
  if (Array.isArray(words)) return words.map((word) => JSON.stringify(word)).join(" | ");
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one })).join(" | ");
  if (type === "array") return `readonly (${items ? typeOf(items as Json) : "unknown"})[]`;
  if (type === "integer" || type === "number") return "number";
  if (type === "string" || type === "boolean") return type;
  if (type !== "object") return "unknown";
  if (!properties) return `Readonly<Record<string, ${typeof free === "object" ? typeOf(free as Json) : "unknown"}>>`;
  return `{ ${fields(properties as Readonly<Record<string, Json>>, required as readonly string[]).join(" ")} }`;
}

function fields(properties: Readonly<Record<string, Json>>, required: readonly string[]): string[] {
  return Object.entries(properties).map(([name, schema]) => {
    const { description } = schema;
    const comment = typeof description === "string" ? `/** ${description} */ ` : "";
    return `${comment}readonly ${key(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema)};`;
  });
}

function method(path: string, verb: string, operation: Operation): string[] {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const inPath = parameters.filter((one) => one.in === "path");
  const inQuery = parameters.filter((one) => one.in === "query");
  const success = Object.entries(responses).filter(([status]) => status.startsWith("2"));
  const schemas = new Set(
    success
      .map(([, { content }]) => content?.["application/json"])
      .filter((one) => one !== undefined)
      .map(({ schema }) => typeOf(schema)),
  );
  const bytes = success.some(([, { content }]) => content !== undefined && !("application/json" in content));
  const given = bytes ? "Response" : schemas.size > 0 ? [...schemas].join(" | ") : "undefined";
  const properties = Object.fromEntries(
    inQuery.map(({ name, description: text, schema }) => [name, { ...schema, description: text }]),
  );
  const required = inQuery.filter((one) => one.required).map((one) => one.name);
  const json = requestBody?.content["application/json"];
  const args = [
    ...inPath.map(({ name }) => `${name}: string`),
    ...(requestBody
      ? [
          `body: ${json && Object.keys(requestBody.content).length === 1 ? typeOf(json.schema) : "Readonly<Record<string, unknown>> | string"}`,
        ]
      : []),
    ...(inQuery.length > 0 ? [`query: { ${fields(properties, required).join(" ")} } = {}`] : []),
    "options: CallOptions = {}",
  ];
  const target = `\`${path.replace(/\{(\w+)\}/g, (_, name: string) => `\${${name === "path" ? `encodePath(${name})` : `encodeURIComponent(${name})`}}`)}\``;
  const parts = [
    `method: ${JSON.stringify(verb.toUpperCase())}`,
    `path: ${target}`,
    ...(inQuery.length > 0 ? ["query"] : []),
    ...(requestBody ? ["body"] : []),
    `answer: ${JSON.stringify(bytes ? "bytes" : schemas.size > 0 ? "json" : "nothing")}`,
    "...options",
  ];
  return [
    `    /** ${[summary, description]
      .filter((text) => text !== undefined)
      .join(". ")
      .replace(/\.?$/, ".")} */`,
    `    ${operationId}: (${args.join(", ")}): Promise<${given}> => send({ ${parts.join(", ")} }) as Promise<${given}>,`,
  ];
}

/** The source text of the client. */
export function client({ paths, components }: OpenApi): string {
  const interfaces = Object.entries(components.schemas).flatMap(([name, schema]) => [
    `/** ${String(schema["description"])} */`,
    `export interface ${name} ${typeOf(schema)}`,
    "",
  ]);
  const methods = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).flatMap(([verb, operation]) => method(path, verb, operation)),
  );
  return [
    "// biome-ignore-all lint: generated",
    "// biome-ignore-all format: generated",
    "// Generated by tools/gen-jobs-client.ts from docs/openapi.json. Do not edit.",
    'import { type CallOptions, encodePath, type Send } from "./send.ts";',
    "",
    ...interfaces,
    "/** The endpoints of the API as functions. */",
    "export type JobsClient = ReturnType<typeof createClient>;",
    "",
    "/** A client that sends its requests with `send`. */",
    "export function createClient(send: Send) {",
    "  return {",
    ...methods,
    "  };",
    "}",
    "",
  ].join("\n");
}
