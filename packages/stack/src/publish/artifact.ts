import type { PortableFile, PortableFiles } from "@slipway/compose";
import { type Descriptor, digestOf } from "@slipway/engine";
import manifest from "../../package.json" with { type: "json" };
import { label } from "../labels.ts";

/** A file of an artefact, as its manifest names it, with its bytes. */
export interface Layer extends Descriptor {
  readonly annotations: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

const composeType = "application/vnd.docker.compose.file+yaml";
const envFileType = "application/vnd.docker.compose.envfile";
const projectType = "application/vnd.docker.compose.project";
export const manifestType = "application/vnd.oci.image.manifest.v1+json";
export const indexType = "application/vnd.oci.image.index.v1+json";
const version = { [label.version]: manifest.version };

/**
 * The layers of a published project: its Compose files in the order in which they are merged, what they extend, their env files.
 * Source: docker compose 2.40, `internal/oci/push.go`.
 */
export function projectLayers(files: PortableFiles, { withEnv }: { readonly withEnv: boolean }): readonly Layer[] {
  return [
    ...files.composeFiles.map((file) => composeLayer(file)),
    ...files.extended.map((file) => composeLayer(file, { "com.docker.compose.extends": "true" })),
    ...(withEnv ? files.envFiles : []).map(({ name, text }) =>
      layer(envFileType, text, { "com.docker.compose.envfile": name }),
    ),
  ];
}

/** A Compose file as a layer. */
export function composeLayer({ name, text }: Pick<PortableFile, "name" | "text">, more: object = {}): Layer {
  return layer(composeType, text, { ...more, "com.docker.compose.file": name });
}

function layer(mediaType: string, text: string, annotations: Readonly<Record<string, string>>): Layer {
  const bytes = new TextEncoder().encode(text);
  return { mediaType, digest: digestOf(bytes), size: bytes.length, annotations: { ...annotations, ...version }, bytes };
}

/** What a manifest without a configuration has as one. */
export const emptyConfig = new TextEncoder().encode("{}");

export type OciVersion = "1.0" | "1.1";

/**
 * The manifest of a published project. It tells nothing of when it was made: the same files are the same artefact.
 * Source: OCI Image Specification 1.1, "Guidelines for Artifact Usage"; for 1.0 the type of the configuration says what it is.
 */
export function projectManifest(layers: readonly Layer[], oci: OciVersion): Uint8Array {
  const [configType, type] =
    oci === "1.1"
      ? ["application/vnd.oci.empty.v1+json", { artifactType: projectType }]
      : ["application/vnd.docker.compose.config.empty.v1+json", {}];
  const config = { mediaType: configType, digest: digestOf(emptyConfig), size: emptyConfig.length };
  const named = layers.map(({ bytes: _, ...descriptor }) => descriptor);
  return json({ schemaVersion: 2, mediaType: manifestType, ...type, config, layers: named });
}

/** The list of the images that a published project runs, which refers to it. Source: docker compose 2.40, `publish --app`. */
export function imagesIndex(images: readonly Descriptor[], project: Descriptor): Uint8Array {
  const annotations = version;
  return json({ schemaVersion: 2, mediaType: indexType, manifests: images, subject: project, annotations });
}

function json(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
