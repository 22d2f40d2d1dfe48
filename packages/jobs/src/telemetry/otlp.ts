import { randomHex } from "@slipway/core";

/** One span of a trace; times are milliseconds since 1970, with fractions. */
export interface Span {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** What went wrong, when something did. */
  readonly failure?: string;
  readonly children?: readonly Span[];
}

/** Where traces go. */
export interface TraceTarget {
  /** The whole URL, `…/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
}

/**
 * Where the variables of OpenTelemetry say that traces go; undefined when they name no place.
 * Source: OpenTelemetry specification 1.40, "OTLP exporter configuration" and "Environment variables".
 */
export function traceTarget(env: Readonly<Record<string, string | undefined>>): TraceTarget | undefined {
  if (env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true" || env["OTEL_TRACES_EXPORTER"] === "none") return undefined;
  const whole = env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
  const base = env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  const url = whole || (base ? `${base.replace(/\/+$/, "")}/v1/traces` : undefined);
  if (url === undefined) return undefined;
  const headers = env["OTEL_EXPORTER_OTLP_TRACES_HEADERS"] || env["OTEL_EXPORTER_OTLP_HEADERS"] || "";
  return { url, headers: pairs(headers), service: env["OTEL_SERVICE_NAME"] || "slipway" };
}

/** `a=b,c=d`, values percent-encoded. */
function pairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(",").flatMap((pair) => {
      const [key = "", ...value] = pair.split("=");
      return key.trim() === "" ? [] : [[key.trim(), decoded(value.join("=").trim())] as const];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const nanoseconds = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n);

/** A span with its place: what one process tells of a trace belongs to what another one tells of it. */
export interface SpanAt {
  /** 32 hexadecimal digits. */
  readonly trace: string;
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly parent?: string;
  readonly span: Span;
}

/** The body of an export: spans with all below them. Source: OTLP 1.7, "JSON Protobuf Encoding". */
export function exportOf(spans: readonly SpanAt[], service: string): object {
  const flat: object[] = [];
  const add = ({ trace, id, parent, span }: SpanAt): void => {
    const { name, begin, end, attributes = {}, failure, children = [] } = span;
    flat.push({
      traceId: trace,
      spanId: id,
      ...(parent === undefined ? {} : { parentSpanId: parent }),
      name,
      kind: 1,
      startTimeUnixNano: nanoseconds(begin),
      endTimeUnixNano: nanoseconds(Math.max(begin, end)),
      attributes: attributesOf(attributes),
      status: failure === undefined ? {} : { code: 2, message: failure },
    });
    for (const child of children) add({ trace, id: randomHex(8), parent: id, span: child });
  };
  for (const span of spans) add(span);
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ "service.name": service }) },
        scopeSpans: [{ scope: { name: "slipway.jobs" }, spans: flat }],
      },
    ],
  };
}

function attributesOf(all: Readonly<Record<string, string | number | boolean>>): readonly object[] {
  return Object.entries(all).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: string | number | boolean): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
