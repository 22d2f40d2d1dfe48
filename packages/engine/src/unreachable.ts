import type { SlipwayError } from "@slipway/core";
import type { Endpoint } from "./endpoint/resolve.ts";
import { engineErrors } from "./errors.ts";
import { reasonOf } from "./reason.ts";

const refused = "nothing listens there";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "the socket does not exist",
  ECONNREFUSED: refused,
  // What Bun says for a socket that is missing or that nothing listens on.
  FailedToOpenSocket: refused,
  ConnectionRefused: refused,
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name cannot be resolved now",
  ETIMEDOUT: "it does not answer",
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "there is no route to its network",
  ENOTSOCK: "it is no socket",
};

const lostCodes = new Set(["ECONNRESET", "EPIPE", "ConnectionClosed", "ERR_STREAM_PREMATURE_CLOSE"]);

/** Errors of the connection itself, before or instead of an answer. */
export const unreachable = {
  /** The error for a failure to connect, or to stay connected while `doing` (`GET /containers/json`). */
  from(cause: NodeJS.ErrnoException, endpoint: Endpoint, doing: string): SlipwayError {
    const { address, from } = endpoint;
    const code = cause.code ?? "";
    if (code === "EACCES" || code === "EPERM") {
      return engineErrors.error("ENGINE_PERMISSION", { address, from }, { cause });
    }
    if (lostCodes.has(code) || /socket (?:hang up|connection was closed)/.test(cause.message)) {
      return unreachable.lost(endpoint, doing);
    }
    if (code.startsWith("HPE_") || code === "Malformed_HTTP_Response")
      return engineErrors.error("ENGINE_NOT_AN_ENGINE", { address, from }, { cause });
    const why = reasons[code] ?? reasonOf(cause);
    return engineErrors.error("ENGINE_UNREACHABLE", { address, from, why }, { cause });
  },
  /** The error for a connection that ended too early. */
  lost({ address }: Endpoint, doing: string): SlipwayError {
    return engineErrors.error("ENGINE_CONNECTION_LOST", { address, doing });
  },
};

/** True for a failure of the system or the runtime, which carries a code of its own. */
export function isSystemError(cause: unknown): cause is Error & { code: string } {
  return cause instanceof Error && "code" in cause && !("diagnostics" in cause);
}
