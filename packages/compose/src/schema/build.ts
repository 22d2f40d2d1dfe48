import { fileReferences } from "./config-and-secret.ts";
import { either, flag, listOrMap, mapOf, object, type Shape, size, text, textOrTexts, texts, whole } from "./shapes.ts";

/** Limits of processes: a number, or a soft and a hard one. */
export const ulimits = (description: string): Shape =>
  mapOf(
    either(
      undefined,
      whole(),
      object({ soft: whole("Soft limit."), hard: whole("Hard limit.") }, undefined, ["soft", "hard"]),
    ),
    description,
  );

/** `host=address` pairs; a mapping may give several addresses for a host. */
export const extraHosts = (description: string): Shape => either(description, mapOf(textOrTexts()), texts());

/** How a service's image is built. Source: Compose Build Specification. */
export const build = either(
  "How the image is built: a context, or a mapping.",
  text(),
  object({
    context: text("Directory with the Dockerfile, or a URL."),
    dockerfile: text("Dockerfile, relative to the context."),
    dockerfile_inline: text("The Dockerfile itself."),
    args: listOrMap("Build arguments."),
    target: text("Stage to build."),
    additional_contexts: listOrMap("Further contexts by name."),
    cache_from: texts("Sources of the build cache."),
    cache_to: texts("Where the build cache is written."),
    no_cache: flag("Do not use the cache."),
    no_cache_filter: textOrTexts("Stages for which the cache is not used."),
    pull: flag("Always ask for newer base images."),
    network: text("Network of the build steps."),
    platforms: texts("Platforms to build for."),
    privileged: flag("Build with elevated privileges."),
    entitlements: texts("Privileges that the build may use."),
    provenance: either("Add a provenance attestation.", flag(), text()),
    sbom: either("Add a bill of materials.", flag(), text()),
    secrets: fileReferences("Secrets that build steps may read."),
    ssh: listOrMap("SSH agents or keys that build steps may use."),
    labels: listOrMap("Labels of the image."),
    tags: texts("Further names of the image."),
    extra_hosts: extraHosts("Host names for the build steps."),
    isolation: text("Isolation of the build's containers."),
    shm_size: size("Size of /dev/shm of the build's containers."),
    ulimits: ulimits("Limits of the build's processes."),
  }),
);
