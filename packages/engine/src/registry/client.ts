import { createHash } from "node:crypto";
import { readAuthConfig, registryHost } from "../auth/config-file.ts";
import { credentialsFor } from "../auth/registry-auth.ts";
import type { ConnectOptions } from "../connect-options.ts";
import { dockerConfigDirectory } from "../endpoint/resolve.ts";
import { engineErrors } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import type { ImageReference } from "../reference.ts";
import { authorization } from "./authorization.ts";

/** What a registry answered; `body` is never longer than was allowed. */
interface Answer {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Reading from one repository of a registry. */
export interface Repository {
  /** A manifest by tag or digest; `digest` is that of its bytes. */
  manifest(
    reference: string,
    accept: readonly string[],
  ): Promise<{ readonly body: Uint8Array; readonly digest: string }>;
  /** The bytes with this digest, which are verified. */
  blob(digest: string, size: number): Promise<Uint8Array>;
}

/** Manifests and the files that are fetched from registries are small; more is not read. */
const largest = 4 * 1024 * 1024;
const mostRedirects = 5;

/**
 * Opens a repository over the registry's HTTP API, with the login of the Docker configuration. A registry on the loopback
 * is asked without TLS. Source: OCI Distribution Specification 1.1, "Pull".
 *
 * @throws ENGINE_REGISTRY, ENGINE_DIGEST, ENGINE_CREDENTIAL_HELPER, ENGINE_CONFIG_INVALID
 */
export async function openRepository(image: ImageReference, env: ConnectOptions["env"]): Promise<Repository> {
  const host = image.registry === "docker.io" ? "registry-1.docker.io" : image.registry;
  const base = `${isLoopback(host) ? "http" : "https"}://${host}/v2/${image.repository}`;
  const login = await credentialsFor(readAuthConfig(dockerConfigDirectory(env)), registryHost(image.registry), env);
  let header: string | undefined;

  /** One answer; asks for permission once when the registry wants it. */
  const get = async (path: string, accept: readonly string[] = []): Promise<Answer> => {
    const url = `${base}${path}`;
    const first = await request(url, host, { accept: accept.join(", "), authorization: header });
    if (first.status !== 401) return read(first, host, url);
    header = await authorization(first, host, login);
    return read(await request(url, host, { accept: accept.join(", "), authorization: header }), host, url);
  };

  return {
    async manifest(reference, accept) {
      const { body } = await get(`/manifests/${reference}`, accept);
      const digest = digestOf(body);
      if (reference.startsWith("sha256:")) verify(reference, digest, host);
      return { body, digest };
    },
    async blob(digest, size) {
      if (size > largest) throw tooLarge(host);
      const { body } = await get(`/blobs/${digest}`);
      verify(digest, digestOf(body), host);
      return body;
    },
  };
}

type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** A GET that follows redirects itself: to another host no login goes along. */
async function request(url: string, host: string, headers: RequestHeaders): Promise<Response> {
  let at = new URL(url);
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const { authorization: secret, ...open } = headers;
    const sent = { ...open, ...(at.host === new URL(url).host ? { authorization: secret } : {}) };
    const given = Object.entries(sent).filter((pair): pair is [string, string] => Boolean(pair[1]));
    const response = await fetch(at, {
      headers: Object.fromEntries(given),
      redirect: "manual",
      signal: AbortSignal.timeout(30_000),
    }).catch((cause: unknown) => {
      throw engineErrors.error("ENGINE_REGISTRY", { host, reason: reasonOf(cause) }, { cause });
    });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = new URL(location, at);
    if (at.protocol === "https:" && next.protocol !== "https:")
      throw engineErrors.error("ENGINE_REGISTRY", { host, reason: `it leads to ${next.origin}, which has no TLS` });
    at = next;
  }
  throw engineErrors.error("ENGINE_REGISTRY", { host, reason: "it redirects without end" });
}

async function read(response: Response, host: string, url: string): Promise<Answer> {
  if (!response.ok) {
    await response.body?.cancel();
    const reason =
      response.status === 404
        ? `it has no ${new URL(url).pathname.slice("/v2/".length)}`
        : response.status === 401 || response.status === 403
          ? "it refuses this login"
          : `it answered with status ${response.status}`;
    throw engineErrors.error("ENGINE_REGISTRY", { host, reason });
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > largest) throw tooLarge(host);
    chunks.push(chunk);
  }
  return { headers: response.headers, body: Buffer.concat(chunks) };
}

function tooLarge(host: string): Error {
  return engineErrors.error("ENGINE_REGISTRY", { host, reason: `a file is larger than ${largest / 1024 / 1024} MB` });
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function verify(expected: string, found: string, host: string): void {
  if (expected !== found) throw engineErrors.error("ENGINE_DIGEST", { host, expected, found });
}

/** True for addresses of this machine, where registries for trying things out listen without TLS. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host);
}
