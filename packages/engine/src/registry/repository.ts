import type { ImageReference } from "../reference.ts";

/** What names a blob or a manifest. Source: OCI Image Specification, "Content Descriptors". */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** One repository of a registry. */
export interface Repository {
  readonly image: ImageReference;
  /** A manifest by tag or digest; `digest` is that of its bytes. */
  manifest(
    reference: string,
    accept: readonly string[],
  ): Promise<{ readonly body: Uint8Array; readonly digest: string; readonly mediaType: string }>;
  /** The bytes with this digest, which are verified. */
  blob(digest: string, size: number): Promise<Uint8Array>;
  /** Uploads bytes, unless they are there, and gives their digest. */
  putBlob(bytes: Uint8Array): Promise<string>;
  /** Takes a blob over from another repository, of whatever size: within the registry without its bytes going through here. */
  copyBlob(from: Repository, blob: Pick<Descriptor, "digest" | "size">): Promise<void>;
  /** Uploads a manifest under a tag or its digest, and gives its digest. Throws `ENGINE_REGISTRY_FORM` when the registry does not know the form. */
  putManifest(reference: string, body: Uint8Array, mediaType: string): Promise<string>;
  /** A blob as it comes; nothing is verified. For {@link Repository.copyBlob}. */
  stream(digest: string): Promise<ReadableStream<Uint8Array>>;
}
