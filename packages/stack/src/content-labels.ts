import type { Project, Service } from "@slipway/compose";
import type { MountPoint } from "@slipway/engine";
import { usedFiles } from "./convert/files.ts";
import type { Contents } from "./hash.ts";

/** One config or secret that a service uses, as a key of {@link Contents}. */
type ContentKey = `config:${string}` | `secret:${string}`;

function usedBy(service: Service): readonly ContentKey[] {
  const configs = (service.configs ?? []).map(({ source }): ContentKey => `config:${source}`);
  const secrets = (service.secrets ?? []).map(({ source }): ContentKey => `secret:${source}`);
  return [...new Set([...configs, ...secrets])].sort();
}

/**
 * What the label of a container tells of the configs and secrets that it was made with: `config:motd=9f86…,secret:token=…`.
 * Undefined when the service uses none. A secret is told by its keyed fingerprint, which nobody without the key can guess.
 */
export function writeContents(service: Service, contents: Contents): string | undefined {
  const entries = usedBy(service).flatMap((key) => {
    const fingerprint = contents.get(key);
    return fingerprint === undefined ? [] : [`${key}=${fingerprint}`];
  });
  return entries.length > 0 ? entries.join(",") : undefined;
}

/**
 * The configs and secrets of a service whose content is another one than the label tells, as keys of the service:
 * `configs.motd`. Where the content lies makes no difference, and one that has no fingerprint is not compared.
 */
export function changedContents(service: Service, contents: Contents, labelled: string | undefined): readonly string[] {
  const made = new Map((labelled ?? "").split(",").map((entry) => [cut(entry, "=")[0], cut(entry, "=")[1]]));
  return usedBy(service).flatMap((key) => {
    const fingerprint = contents.get(key);
    if (fingerprint === undefined || fingerprint === made.get(key)) return [];
    const [kind, name] = cut(key, ":");
    return [`${kind}s.${name}`];
  });
}

/**
 * The configs and secrets whose file is mounted from a place that is no longer theirs, as keys of the service: harmless while the
 * container runs, but it could not be started again.
 */
export function movedFiles(project: Project, service: Service, mounts: readonly MountPoint[]): readonly string[] {
  return usedFiles(project, service).flatMap(({ kind, reference, definition, target }) => {
    const mounted = mounts.find(({ Type, Destination }) => Type === "bind" && Destination === target);
    const moved = mounted !== undefined && definition.file !== undefined && mounted.Source !== definition.file;
    return moved ? [`${kind}s.${reference.source}`] : [];
  });
}

function cut(text: string, at: string): readonly [before: string, behind: string] {
  const index = text.indexOf(at);
  return index === -1 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}
