import type { ConnectOptions } from "../connect-options.ts";
import type { ImageReference } from "../reference.ts";
import { openRepository } from "./client.ts";

/** Manifests of one image and lists of them by platform, in OCI's and Docker's words; a list comes first where there is one. */
const manifests = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/**
 * What an image's name stands for in its registry now, asked without an engine.
 * @throws ENGINE_REGISTRY, ENGINE_CREDENTIAL_HELPER, ENGINE_CONFIG_INVALID
 */
export async function digestInRegistry(image: ImageReference, env: ConnectOptions["env"]): Promise<string> {
  const repository = await openRepository(image, env);
  return (await repository.manifest(image.digest ?? image.tag ?? "latest", manifests)).digest;
}
