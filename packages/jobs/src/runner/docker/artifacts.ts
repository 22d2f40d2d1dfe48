import { isSlipwayError } from "@slipway/core";
import { type Engine, type ReadEntry, readArchive } from "@slipway/engine";
import type { JobSpec } from "../../job/spec.ts";
import { contractRoot } from "../contract/job-script.ts";
import type { ArtifactFile, RefusedArtifact } from "../runner.ts";
import { artifactPath, basesOf, shownPath } from "./artifact-paths.ts";

/** Files that are kept of one attempt. */
const mostFiles = 10_000;

/**
 * Hands over the files of a workspace that the globs name. The workspace is not trusted, and nothing of the job runs any more: the
 * archive is read entry by entry, links are never followed, and only plain files with plain names are kept.
 */
export async function keptArtifacts(
  engine: Engine,
  container: string,
  { artifacts, resources }: Pick<JobSpec, "artifacts" | "resources">,
  keep: (artifact: ArtifactFile) => Promise<void>,
): Promise<readonly RefusedArtifact[]> {
  const refused: RefusedArtifact[] = [];
  const globs = artifacts.map((pattern) => new Bun.Glob(pattern.replace(/^\.\//, "")));
  let left = resources.artifactBytes;
  let files = 0;
  const refuse = (path: string, why: string): void => {
    if (refused.length < 100) refused.push({ path: shownPath(path), why });
  };
  const take = async (path: string, size: number, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
    if (files >= mostFiles) return refuse(path, `more than ${mostFiles} files`);
    if (size > left) return refuse(path, "more bytes than the job may keep");
    files++;
    left -= size;
    await keep({ path, size, bytes });
  };
  const isAsked = (path: string): boolean => globs.some((glob) => glob.match(path));

  // Podman follows a link that it is asked for: of everything it gives the links as they are.
  const bases = basesOf(artifacts);
  const followed = bases.length > 0 && (await engine.kind()) === "podman";
  for (const base of followed ? [""] : bases) {
    for await (const entry of entriesBelow(engine, container, base)) {
      if (entry.type === "directory") continue;
      const path = artifactPath(entry.path);
      if (path === undefined) {
        // What has no plain name may still be what was asked for: it is told, not kept.
        if (isAsked(entry.path)) refuse(entry.path, "its name is not a plain one");
      } else if (!isAsked(path)) {
      } else if (entry.type === "file") {
        await take(path, entry.size, entry.content);
      } else if (entry.type === "link") {
        for await (const file of entriesBelow(engine, container, path)) {
          if (file.type === "file") await take(path, file.size, file.content);
        }
      } else {
        refuse(path, `it is a ${entry.type}`);
      }
    }
  }
  return refused;
}

/**
 * What is at a path of the workspace and below it, with paths from the workspace on. Asked for is always the folder above, or what no link
 * leads to, so that nothing outside of the workspace is read.
 */
async function* entriesBelow(engine: Engine, container: string, path: string): AsyncGenerator<ReadEntry, void> {
  const isWhole = path === "";
  const asked = isWhole ? contractRoot : `${contractRoot}/workspace/${path}`;
  // The archive's paths begin with the last part of what was asked for.
  const name = asked.slice(asked.lastIndexOf("/") + 1);
  const cut = isWhole ? `${name}/workspace/` : name;
  try {
    // The job may have put a link in the place of its own workspace.
    const workspace = await engine.containers.statPath(container, `${contractRoot}/workspace`);
    if (!workspace?.isDirectory || workspace.isLink) return;
    for await (const entry of readArchive(await engine.containers.getArchive(container, asked))) {
      if (entry.path.startsWith(cut)) yield { ...entry, path: path + entry.path.slice(cut.length) };
    }
  } catch (cause) {
    const absent = ["ENGINE_NO_SUCH_PATH", "ENGINE_NO_SUCH_CONTAINER"];
    if (!isSlipwayError(cause) || !absent.includes(cause.code)) throw cause;
  }
}
