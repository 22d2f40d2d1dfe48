import { engineErrors } from "../errors.ts";
import type { ImageReference } from "../reference.ts";
import { digestOf, refusal } from "./answers.ts";
import type { Repository } from "./repository.ts";

/** One request to the registry, whatever the status of its answer. */
export type Ask = (
  url: string,
  init?: Omit<RequestInit, "headers"> & {
    readonly accept?: readonly string[];
    readonly headers?: Readonly<Record<string, string>>;
    /** May take as long as its bytes need. */
    readonly unlimited?: boolean;
  },
) => Promise<Response>;

interface Place {
  readonly ask: Ask;
  /** `https://host/v2/repository`. */
  readonly base: string;
  readonly host: string;
  readonly image: ImageReference;
}

/** The writing half of a repository. Source: OCI Distribution Specification 1.1, "Push". */
export function uploads({ ask, base, host, image }: Place): Pick<Repository, "copyBlob" | "putBlob" | "putManifest"> {
  const has = async (digest: string): Promise<boolean> => {
    const response = await ask(`${base}/blobs/${digest}`, { method: "HEAD" });
    await response.body?.cancel();
    return response.ok;
  };

  /** Where the bytes go, or undefined when the registry has taken the blob over from `query`'s repository. */
  const begin = async (query = ""): Promise<URL | undefined> => {
    const url = `${base}/blobs/uploads/${query}`;
    const response = await ask(url, { method: "POST" });
    const location = response.headers.get("location");
    if (response.status === 201) return undefined;
    if (response.status !== 202 || location === null) throw await refusal(response, host, url);
    await response.body?.cancel();
    return new URL(location, url);
  };

  const send = async (
    place: URL,
    digest: string,
    body: NonNullable<RequestInit["body"]>,
    size: number,
  ): Promise<void> => {
    place.searchParams.set("digest", digest);
    const headers = { "content-type": "application/octet-stream", "content-length": String(size) };
    const response = await ask(place.href, { method: "PUT", body, headers, unlimited: true });
    if (!response.ok) throw await refusal(response, host, base);
    await response.body?.cancel();
  };

  return {
    async putBlob(bytes) {
      const digest = digestOf(bytes);
      if (await has(digest)) return digest;
      const place = await begin();
      if (place) await send(place, digest, new Uint8Array(bytes), bytes.length);
      return digest;
    },
    async copyBlob(from, { digest, size }) {
      if (await has(digest)) return;
      const within = from.image.registry === image.registry;
      const query = within ? `?${new URLSearchParams({ mount: digest, from: from.image.repository })}` : "";
      const place = await begin(query);
      if (place) await send(place, digest, await from.stream(digest), size);
    },
    async putManifest(reference, body, mediaType) {
      const url = `${base}/manifests/${reference}`;
      const headers = { "content-type": mediaType };
      const response = await ask(url, { method: "PUT", body: new Uint8Array(body), headers });
      if (!response.ok) {
        const form =
          response.status >= 400 && response.status < 500 && ![401, 403, 404, 407, 429].includes(response.status);
        const error = await refusal(response, host, url);
        throw form
          ? engineErrors.error("ENGINE_REGISTRY_FORM", { host, status: response.status }, { cause: error })
          : error;
      }
      await response.body?.cancel();
      return digestOf(body);
    },
  };
}
