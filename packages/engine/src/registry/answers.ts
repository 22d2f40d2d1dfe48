import { sha256 } from "@slipway/core";
import { engineErrors } from "../errors.ts";

/** The error for an answer that is none. @returns ENGINE_REGISTRY */
export async function refusal(response: Response, host: string, url: string): Promise<Error> {
  await response.body?.cancel();
  const reason =
    response.status === 404
      ? `it has no ${new URL(url).pathname.slice("/v2/".length)}`
      : response.status === 401 || response.status === 403
        ? "it refuses this login"
        : `it answered with status ${response.status}`;
  return engineErrors.error("ENGINE_REGISTRY", { host, reason });
}

/** `sha256:…` of bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${sha256(bytes)}`;
}
