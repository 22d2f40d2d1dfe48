import { readAuthConfig, registryHost } from "../auth/config-file.ts";
import { credentialsFor } from "../auth/registry-auth.ts";
import type { ConnectOptions } from "../connect-options.ts";
import { dockerConfigDirectory } from "../endpoint/resolve.ts";
import { engineErrors } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import type { ImageReference } from "../reference.ts";
import { digestOf, refusal } from "./answers.ts";
import { authorization } from "./authorization.ts";
import type { Repository } from "./repository.ts";
import { type Ask, uploads } from "./uploads.ts";

/** What a registry answered; `body` is never longer than was allowed. */
interface Answer {
  readonly headers: Headers;
  readonly body: Uint8Array;
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

  /** One answer, whatever its status; asks for permission once when the registry wants it. */
  const ask: Ask = async (url, { accept = [], ...init } = {}) => {
    const sent = (): Promise<Response> =>
      request(url, host, { ...init, headers: { ...init.headers, accept: accept.join(", "), authorization: header } });
    const first = await sent();
    if (first.status !== 401) return first;
    header = await authorization(first, host, login);
    // A stream can be read once; its request comes after others, so that permission is there.
    return init.body instanceof ReadableStream ? first : await sent();
  };
  const get = async (path: string, accept: readonly string[] = []): Promise<Answer> =>
    read(await ask(`${base}${path}`, { accept }), host, `${base}${path}`);

  return {
    image,
    async manifest(reference, accept) {
      const { headers, body } = await get(`/manifests/${reference}`, accept);
      const digest = digestOf(body);
      if (reference.startsWith("sha256:")) verify(reference, digest, host);
      return { body, digest, mediaType: headers.get("content-type")?.split(";")[0] ?? "" };
    },
    async blob(digest, size) {
      if (size > largest) throw tooLarge(host);
      const { body } = await get(`/blobs/${digest}`);
      verify(digest, digestOf(body), host);
      return body;
    },
    async stream(digest) {
      const url = `${base}/blobs/${digest}`;
      const response = await ask(url, { unlimited: true });
      if (!response.ok || !response.body) throw await refusal(response, host, url);
      return response.body;
    },
    ...uploads({ ask, base, host, image }),
  };
}

interface Sent extends Omit<RequestInit, "headers"> {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** May take as long as its bytes need. */
  readonly unlimited?: boolean;
}

/** A request that follows redirects itself: to another host no login goes along. */
async function request(url: string, host: string, { headers, unlimited, ...init }: Sent): Promise<Response> {
  let at = new URL(url);
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const { authorization: secret, ...open } = headers;
    const sent = { ...open, ...(at.host === new URL(url).host ? { authorization: secret } : {}) };
    const given = Object.entries(sent).filter((pair): pair is [string, string] => Boolean(pair[1]));
    const response = await fetch(at, {
      ...init,
      headers: Object.fromEntries(given),
      redirect: "manual",
      ...(unlimited ? {} : { signal: AbortSignal.timeout(30_000) }),
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
  if (!response.ok) throw await refusal(response, host, url);
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

function verify(expected: string, found: string, host: string): void {
  if (expected !== found) throw engineErrors.error("ENGINE_DIGEST", { host, expected, found });
}

/** True for addresses of this machine, where registries for trying things out listen without TLS. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host);
}
