import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RemoteFile } from "@slipway/compose";
import { openRepository, parseReference, type Repository } from "@slipway/engine";
import { cliErrors } from "../errors.ts";
import { keep } from "./keep.ts";

export interface OciOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where projects are kept, absolute. */
  readonly cache: string;
}

interface Layer {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly artifactType?: string;
  readonly config?: { readonly mediaType?: string };
  readonly layers?: readonly Layer[];
}

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const projectType = "application/vnd.docker.compose.project";
const emptyConfigType = "application/vnd.docker.compose.config.empty.v1+json";
const composeType = "application/vnd.docker.compose.file+yaml";
const envFileType = "application/vnd.docker.compose.envfile";
const mostLayers = 100;

/**
 * Fetches a project that `docker compose publish` put into a registry, and gives its Compose file. The layers are the
 * files: those of the project become one file of several documents, extended and env files lie beside it.
 * Source: docker compose `pkg/remote/oci.go`, `internal/oci/push.go`.
 *
 * @throws CLI_REMOTE_CONTENT, ENGINE_REGISTRY, ENGINE_DIGEST, ENGINE_BAD_REFERENCE
 */
export async function fetchOci(address: string, { env, cache }: OciOptions): Promise<RemoteFile> {
  const image = parseReference(address.slice("oci://".length));
  const repository = await openRepository(image, env);
  const { body, digest } = await repository.manifest(image.digest ?? image.tag ?? "latest", [manifestType]);
  const name = image.repository.split("/").at(-1) ?? "";
  const root = join(cache, "oci", digest.replace("sha256:", ""), name);
  if (!existsSync(root)) {
    const files = await filesOf(readManifest(body, address), repository);
    await keep(root, async (folder) => {
      for (const [file, text] of files) await writeFile(join(folder, file), text, { flag: "wx" });
    });
  }
  return { file: join(root, "compose.yaml"), root };
}

function readManifest(body: Uint8Array, address: string): readonly Layer[] {
  const fail = (reason: string): Error =>
    cliErrors.error("CLI_REMOTE_CONTENT", { reason }, { hint: "name a project that `docker compose publish` made" });
  let manifest: Manifest;
  try {
    manifest = JSON.parse(new TextDecoder().decode(body)) as Manifest;
  } catch {
    throw fail(`the manifest of ${address} is not JSON`);
  }
  const { artifactType, config, layers } = manifest;
  const isProject = artifactType ? artifactType === projectType : config?.mediaType === emptyConfigType;
  if (!isProject)
    throw fail(`${address} is no Compose project but ${artifactType || config?.mediaType || "something else"}`);
  if (!Array.isArray(layers) || layers.length > mostLayers) throw fail(`${address} has no list of files, or too many`);
  return layers as readonly Layer[];
}

/** The files by name. */
async function filesOf(layers: readonly Layer[], repository: Repository): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const composed: string[] = [];
  for (const { mediaType, digest, size, annotations = {} } of layers) {
    if (mediaType !== composeType && mediaType !== envFileType) continue;
    const text = new TextDecoder().decode(await repository.blob(digest, size));
    const file = annotations["com.docker.compose.envfile"] ?? annotations["com.docker.compose.file"];
    if (mediaType === composeType && !("com.docker.compose.extends" in annotations)) composed.push(text);
    else files.set(safeName(file), text);
  }
  if (composed.length === 0) throw cliErrors.error("CLI_REMOTE_CONTENT", { reason: "there is no Compose file in it" });
  files.set("compose.yaml", composed.join("\n---\n"));
  return files;
}

/** A name without a way in it: the registry must not choose where files go. */
function safeName(name: string | undefined): string {
  if (name !== undefined && /^[\w.@+ -]{1,200}$/.test(name) && !/^\.{1,2}$/.test(name) && name !== "compose.yaml")
    return name;
  throw cliErrors.error("CLI_REMOTE_CONTENT", { reason: `it holds a file with the bad name ${JSON.stringify(name)}` });
}
