import { existsSync, realpathSync } from "node:fs";
import type { Project } from "@slipway/compose";
import type { VolumeInspect } from "@slipway/engine";
import { label } from "./labels.ts";
import type { ObservedContainer, OwnedElsewhere } from "./observed.ts";

/**
 * Who else owns the name of a project: containers that were made from another directory and from none of the same files.
 * A directory that is no longer there was moved or deleted, so that its containers are taken for ours; so is another commit of a
 * fetched repository. Containers without the labels belong to nobody.
 */
export function ownedElsewhere(project: Project, containers: readonly ObservedContainer[]): OwnedElsewhere | undefined {
  const judged = new Map<string, boolean>();
  const foreign = containers.filter(({ summary: { Labels } }) => {
    const directory = Labels[label.workingDir];
    if (!directory || directory === project.workingDir) return false;
    const files = Labels[label.configFiles] ?? "";
    const key = `${directory}\0${files}`;
    const known = judged.get(key);
    if (known !== undefined) return known;
    const found = isForeign(project, directory, files.split(","));
    judged.set(key, found);
    return found;
  });
  const [first] = foreign;
  if (!first) return undefined;
  const workingDir = first.summary.Labels[label.workingDir] ?? "";
  return { workingDir, containerIds: new Set(foreign.map(({ id }) => id)) };
}

/**
 * The volumes of a project's name that were made from another directory which is still there, with that directory. They stay when
 * the containers are gone, and with them the data. Only volumes that Slipway made tell it.
 */
export function volumesElsewhere(project: Project, volumes: readonly VolumeInspect[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { Name, Labels } of volumes) {
    const directory = Labels?.[label.workingDir];
    if (!directory || directory === project.workingDir || Labels?.[label.project] !== project.name) continue;
    if (isForeign(project, directory, [])) found.set(Name, directory);
  }
  return found;
}

function isForeign(project: Project, directory: string, files: readonly string[]): boolean {
  if (files.some((file) => project.composeFiles.includes(file))) return false;
  if (withoutCommit(directory) === withoutCommit(project.workingDir)) return false;
  return existsSync(directory) && realpathSync(directory) !== realpathOf(project.workingDir);
}

/** Fetched repositories lie under the hash of their commit. */
function withoutCommit(path: string): string {
  return path.replace(/\/(git|oci)\/[0-9a-f]{32,64}\//, "/$1/*/");
}

function realpathOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
