import { type PortableFiles, type Project, portableFiles, toYaml } from "@slipway/compose";
import { diskFiles, type Files, sha256 } from "@slipway/core";
import { openRepository, parseReference } from "@slipway/engine";
import { apply } from "../apply/apply.ts";
import type { ImageContext } from "../build/context.ts";
import { contentOf } from "../contents.ts";
import { nothingObserved } from "../nothing-observed.ts";
import { PlanBuilder } from "../plan/builder.ts";
import { planPush } from "../plan/image-transfers.ts";
import type { Locate } from "../plan/images.ts";
import type { Plan } from "../plan/operation.ts";
import { resolveImageDigests } from "../resolve-image-digests.ts";
import { composeLayer, type Layer, type OciVersion, projectLayers } from "./artifact.ts";
import { bindMounts, publishProblems, relative } from "./problems.ts";
import { type Suspicion, suspicions } from "./sensitive.ts";
import { uploadImages, uploadProject } from "./upload.ts";

export interface PublishPolicy {
  /** `registry/name:tag`. */
  readonly repository: string;
  /** Values of variables may be published, and env files go along. */
  readonly withEnv: boolean;
  /** Pin images to the digests that they have now. */
  readonly resolveImageDigests: boolean;
  /** Copy the images of the services into the repository. */
  readonly withImages: boolean;
  /** Absent: the newest that the registry takes. */
  readonly oci?: OciVersion;
}

/** What would be published, and what a person should know before. */
export interface Publication {
  readonly plan: Plan;
  readonly files: PortableFiles;
  /** In words: paths of this machine, values of variables. */
  readonly concerns: readonly string[];
  readonly suspicions: readonly Suspicion[];
}

/** Reads the files of a project and tells what of them would go where. What makes it impossible is among the plan's errors. */
export function preparePublication(
  project: Project,
  policy: PublishPolicy,
  locate: Locate,
  disk: Files = diskFiles,
): Publication {
  parseReference(policy.repository);
  const files = portableFiles(project, disk, (path, ending) => `${nameOf(relative(project, path))}.${ending}`);
  const pushes = planPush(project, { ignoreFailures: true });
  const builder = new PlanBuilder(project.name);
  for (const found of publishProblems(project, files, policy, locate)) builder.diagnostic(found);
  for (const change of pushes.changes) builder.change(change);
  const going = [...files.composeFiles, ...files.extended, ...(policy.withEnv ? files.envFiles : [])];
  const reason = [
    going.map(({ path }) => relative(project, path)).join(", "),
    ...(policy.resolveImageDigests ? ["with the digests of the images"] : []),
    ...(policy.withImages ? ["with the images"] : []),
  ].join(", ");
  builder.change({ action: "push", kind: "project", name: policy.repository, reason });
  const values = policy.withEnv ? publishedValues(project, files) : [];
  return {
    plan: { ...builder.plan(), operations: pushes.operations },
    files,
    concerns: [...bindMounts(project), ...values],
    suspicions: suspicions(
      [...files.composeFiles, ...files.extended],
      policy.withEnv ? files.envFiles : [],
      files.literals,
      secretContents(project),
    ),
  };
}

/** The same for the same project, wherever it lies. */
function nameOf(path: string): string {
  return sha256(path);
}

function publishedValues(project: Project, { literals, envFiles }: PortableFiles): readonly string[] {
  const byService = Map.groupBy(literals, ({ service }) => service);
  const values = [...byService].map(
    ([service, found]) => `service "${service}" sets ${[...new Set(found.map(({ key }) => key))].join(", ")}`,
  );
  return [...values, ...envFiles.map(({ path }) => `the env file ${relative(project, path)} goes along`)];
}

/** What the project's secrets hold, as far as it can be read: a missing one cannot leak. */
function secretContents(project: Project): ReadonlyMap<string, string> {
  const found = Object.entries(project.secrets).flatMap(([name, entry]) => {
    try {
      return [
        [
          name,
          Buffer.from(contentOf("secret", name, entry, project, undefined))
            .toString("utf8")
            .trim(),
        ] as const,
      ];
    } catch {
      return [];
    }
  });
  return new Map(found);
}

/**
 * Publishes a project as an artefact of a registry, in the form of `docker compose publish`: pushes the images that it builds, uploads its
 * files, and gives the digest.
 * @throws ENGINE_REGISTRY, ENGINE_REGISTRY_FORM, ENGINE_CREDENTIAL_HELPER, STACK_INTERRUPTED
 */
export async function publish(
  { plan, files }: Publication,
  policy: PublishPolicy,
  context: ImageContext & { readonly env: Readonly<Record<string, string | undefined>> },
): Promise<string> {
  const { engine, project, report, signal, env } = context;
  const observed = await nothingObserved(engine, project);
  await apply(plan, { ...context, observed });
  const subject = { kind: "project", name: policy.repository } as const;
  report({ kind: "progress", subject, state: "working", text: "Publishing" });
  try {
    const layers = [...projectLayers(files, policy)];
    if (policy.resolveImageDigests) layers.push(await digestLayer(context));
    const image = parseReference(policy.repository);
    const repository = await openRepository(image, env);
    signal.throwIfAborted();
    const made = await uploadProject(repository, image.tag ?? "latest", layers, policy.oci);
    if (policy.withImages) {
      const images = Object.values(project.services).flatMap((service) => service.image ?? []);
      await uploadImages(repository, made, images, env);
    }
    report({ kind: "progress", subject, state: "done", text: "Published" });
    return made.digest;
  } catch (cause) {
    report({ kind: "progress", subject, state: "failed", text: "Error" });
    throw cause;
  }
}

/** A file that is merged on top of the others: the images as they are now. */
async function digestLayer({ engine, project, signal }: ImageContext): Promise<Layer> {
  const { services } = await resolveImageDigests(engine, project, signal);
  const images = Object.entries(services).map(([name, { image }]) => [name, new Map([["image", image]])] as const);
  return composeLayer({ name: "image-digests.yaml", text: toYaml(new Map([["services", new Map(images)]])) });
}
