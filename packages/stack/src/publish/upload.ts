import { isSlipwayError } from "@slipway/core";
import { type Descriptor, digestOf, openRepository, parseReference, type Repository } from "@slipway/engine";
import {
  emptyConfig,
  imagesIndex,
  indexType,
  type Layer,
  manifestType,
  type OciVersion,
  projectManifest,
} from "./artifact.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Uploads layers and their manifest under a reference, in the newer form unless the registry takes only the older one; gives the digest.
 * @throws ENGINE_REGISTRY, ENGINE_REGISTRY_FORM
 */
export async function uploadProject(
  repository: Repository,
  reference: string,
  layers: readonly Layer[],
  oci: OciVersion | undefined,
): Promise<Descriptor> {
  await repository.putBlob(emptyConfig);
  for (const { bytes } of layers) await repository.putBlob(bytes);
  const put = async (version: OciVersion): Promise<Descriptor> => {
    const body = projectManifest(layers, version);
    const digest = await repository.putManifest(reference, body, manifestType);
    return { mediaType: manifestType, digest, size: body.length };
  };
  if (oci !== undefined) return put(oci);
  try {
    return await put("1.1");
  } catch (cause) {
    if (!isSlipwayError(cause) || cause.code !== "ENGINE_REGISTRY_FORM") throw cause;
    return put("1.0");
  }
}

/** Copies images into the repository of a published project, and lists them there beside it. */
export async function uploadImages(
  repository: Repository,
  project: Descriptor,
  images: readonly string[],
  env: Environment,
): Promise<void> {
  const copied: Descriptor[] = [];
  for (const image of new Set(images)) {
    const from = parseReference(image);
    const source = await openRepository(from, env);
    copied.push(await copyManifest(source, repository, from.digest ?? from.tag ?? "latest"));
  }
  const body = imagesIndex(copied, project);
  await repository.putManifest(digestOf(body), body, indexType);
}

const manifests = [
  indexType,
  manifestType,
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

interface ImageManifest {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  /** Of a list of manifests. */
  readonly manifests?: readonly Descriptor[];
}

async function copyManifest(from: Repository, to: Repository, reference: string): Promise<Descriptor> {
  const { body, digest, mediaType } = await from.manifest(reference, manifests);
  const found = JSON.parse(new TextDecoder().decode(body)) as ImageManifest;
  for (const one of found.manifests ?? []) await copyManifest(from, to, one.digest);
  for (const blob of [...(found.config ? [found.config] : []), ...(found.layers ?? [])]) await to.copyBlob(from, blob);
  await to.putManifest(digest, body, mediaType);
  return { mediaType, digest, size: body.length };
}
