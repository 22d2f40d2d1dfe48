import type { Endpoint } from "./endpoint/resolve.ts";
import { type EngineKind, engineKind } from "./engine-kind.ts";
import { engineErrors } from "./errors.ts";
import type { Http } from "./http.ts";
import { unreachable } from "./unreachable.ts";

/** The oldest and the newest version of the Docker Engine API that the calls are written for. */
const oldest = "1.41";
const newest = "1.51";

/** How long an engine may take for its first answer before it counts as unreachable. */
const patience = 30_000;

/** What the first answer of an engine tells. */
export interface Negotiated {
  /** The API version to speak. */
  readonly version: string;
  readonly kind: EngineKind;
}

/**
 * Who answers, and the API version to speak: the lower of the engine's and ours. Source: Engine API, `GET /_ping`, header `Api-Version`.
 *
 * @throws ENGINE_TOO_OLD, ENGINE_NOT_AN_ENGINE, and what a connection can throw
 */
export async function negotiate(http: Http, endpoint: Endpoint): Promise<Negotiated> {
  const response = await ping(http, endpoint);
  const version = response.headers["api-version"];
  if (typeof version !== "string" || !/^\d+\.\d+$/.test(version)) {
    const { address, from } = endpoint;
    throw engineErrors.error("ENGINE_NOT_AN_ENGINE", { address, from });
  }
  if (isOlder(version, oldest)) throw engineErrors.error("ENGINE_TOO_OLD", { version, oldest });
  return { version: isOlder(version, newest) ? version : newest, kind: engineKind(response.headers) };
}

/** True when API version `a` is older than `b`; both as in `1.41`. */
function isOlder(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA === majorB ? minorA < minorB : majorA < majorB;
}

async function ping(http: Http, endpoint: Endpoint): ReturnType<Http["send"]> {
  const signal = AbortSignal.timeout(patience);
  try {
    const response = await http.send({ method: "GET", path: "/_ping", signal });
    for await (const _ of response.body);
    return response;
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw unreachable.from(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }), endpoint, "GET /_ping");
  }
}
