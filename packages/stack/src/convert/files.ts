import type { Config, FileReference, Project, SecretFile, Service } from "@slipway/compose";
import type { MountSpec } from "@slipway/engine";
import { label } from "../labels.ts";

/** What decides whether a config or secret can be mounted from where it lies, or must be copied into the container. */
export interface FilePlace {
  /** The engine may have another file system than this machine. */
  readonly remote: boolean;
}

/** A config or secret whose content is copied into the container before each start. */
export interface CopiedFile {
  readonly kind: "config" | "secret";
  /** The key of the top-level config or secret. */
  readonly source: string;
  /** Absolute, in the container. */
  readonly target: string;
  /** Permission bits, e.g. 0o440. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** The variable that the content is taken from. */
  readonly variable?: string;
  /** The file that the content is taken from. */
  readonly file?: string;
  /** The content of one without a file; undefined when {@link CopiedFile.variable} is not set. A function, so that no secret lies in printed data. */
  readonly content: () => string | undefined;
}

interface UsedFile {
  readonly kind: "config" | "secret";
  readonly reference: FileReference;
  readonly target: string;
  readonly definition: (Config | SecretFile) & { readonly content?: string };
}

/** The configs and secrets that a service uses, with their targets: `/<source>` and `/run/secrets/<source>` by default. */
export function usedFiles(project: Project, service: Service): readonly UsedFile[] {
  const used = (
    kind: UsedFile["kind"],
    references: readonly FileReference[] | undefined,
    definitions: Readonly<Record<string, Config | SecretFile>>,
    folder: string,
  ): readonly UsedFile[] =>
    (references ?? []).flatMap((reference) => {
      const definition = definitions[reference.source];
      const named = reference.target || reference.source;
      return definition
        ? [{ kind, reference, definition, target: named.startsWith("/") ? named : folder + named }]
        : [];
    });
  return [
    ...used("config", service.configs, project.configs, "/"),
    ...used("secret", service.secrets, project.secrets, "/run/secrets/"),
  ];
}

/**
 * True for one that is copied: what is no file, what has to belong to somebody or to have a mode of its own, and everything on an
 * engine that cannot see the files of this machine.
 */
function isCopied({ definition, reference }: UsedFile, { remote }: FilePlace): boolean {
  if (definition.file === undefined) return definition.content !== undefined || definition.environment !== undefined;
  return remote || asksForOwner(reference);
}

/** True when a config or secret is to have an owner or a mode that its file may not have. */
export function asksForOwner({ uid, gid, mode }: FileReference): boolean {
  return [uid, gid, mode].some((value) => value !== undefined);
}

/**
 * Files that can be seen by the engine, as read-only binds; and for copied ones on a read-only root a volume for each folder, as
 * nothing else of such a container can be written. The volumes have no names: each container has its own,
 * which one that replaces it does not touch, and which goes with it. Source: Compose Specification, "configs" and "secrets".
 */
export function fileMounts(project: Project, service: Service, place: FilePlace): readonly MountSpec[] {
  const binds = usedFiles(project, service).flatMap((used): readonly MountSpec[] =>
    used.definition.file === undefined || isCopied(used, place)
      ? []
      : [{ Type: "bind", Source: used.definition.file, Target: used.target, ReadOnly: true }],
  );
  if (!service.read_only) return binds;
  const folders = Map.groupBy(copiedFiles(project, service, place), ({ target }) => folderOf(target));
  const volumes = [...folders.keys()].map(
    (folder): MountSpec => ({
      Type: "volume",
      Target: folder,
      VolumeOptions: { Labels: { [label.project]: project.name, [label.files]: service.name } },
    }),
  );
  return [...binds, ...volumes];
}

/** The folder of an absolute path. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** Those that are copied into the container. World-readable unless a mode is given. */
export function copiedFiles(project: Project, service: Service, place: FilePlace): readonly CopiedFile[] {
  return usedFiles(project, service).flatMap((used) => {
    if (!isCopied(used, place)) return [];
    const { kind, reference, target, definition } = used;
    const { content, environment, file } = definition;
    return [
      {
        kind,
        source: reference.source,
        target,
        mode: reference.mode === undefined ? 0o444 : Number.parseInt(reference.mode, 8),
        uid: Number(reference.uid ?? 0),
        gid: Number(reference.gid ?? 0),
        ...(environment === undefined ? {} : { variable: environment }),
        ...(file === undefined ? {} : { file }),
        content: () => (environment === undefined ? content : project.environment[environment]),
      },
    ];
  });
}
