import type { Config, FileReference, Project, SecretFile, Service } from "@slipway/compose";
import type { MountSpec } from "@slipway/engine";

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
  /** The content; undefined when {@link CopiedFile.variable} is not set. A function, so that no secret lies in printed data. */
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

/** Those with a `file`, as read-only binds. Source: Compose Specification, "configs" and "secrets". */
export function fileMounts(project: Project, service: Service): readonly MountSpec[] {
  return usedFiles(project, service).flatMap(({ definition, target }) =>
    definition.file === undefined ? [] : [{ Type: "bind", Source: definition.file, Target: target, ReadOnly: true }],
  );
}

/** Those with `content` or `environment`, which are copied into the container. World-readable unless a mode is given. */
export function copiedFiles(project: Project, service: Service): readonly CopiedFile[] {
  return usedFiles(project, service).flatMap(({ kind, reference, target, definition }) => {
    const { content, environment } = definition;
    if (definition.file !== undefined || (content === undefined && environment === undefined)) return [];
    return [
      {
        kind,
        source: reference.source,
        target,
        mode: reference.mode === undefined ? 0o444 : Number.parseInt(reference.mode, 8),
        uid: Number(reference.uid ?? 0),
        gid: Number(reference.gid ?? 0),
        ...(environment === undefined ? {} : { variable: environment }),
        content: () => (environment === undefined ? content : project.environment[environment]),
      },
    ];
  });
}
