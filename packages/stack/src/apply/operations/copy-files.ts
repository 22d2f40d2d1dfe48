import { readFile } from "node:fs/promises";
import type { Project, Service } from "@slipway/compose";
import { type Engine, packFiles } from "@slipway/engine";
import { type CopiedFile, copiedFiles } from "../../convert/files.ts";
import { stackErrors } from "../../errors.ts";

/**
 * Puts configs and secrets into a container that is not started: those from variables and inline content, those with an owner or
 * a mode of their own, and all of them on an engine that cannot see the files of this machine. No image and no label has them.
 * @throws STACK_VARIABLE_UNSET, STACK_FILE_UNREADABLE
 */
export async function copyFiles(
  engine: Engine,
  project: Project,
  service: Service,
  containerId: string,
): Promise<void> {
  const files = copiedFiles(project, service, engine.endpoint);
  if (files.length === 0) return;
  const packed = await Promise.all(
    files.map(async (file) => {
      const { target, mode, uid, gid } = file;
      return { path: target.replace(/^\/+/, ""), content: await contentOf(file), mode, uid, gid };
    }),
  );
  // Each folder for itself: on a read-only root only the volumes at these folders can be written.
  if (!service.read_only) return engine.containers.putArchive(containerId, "/", await packFiles(packed));
  for (const [folder, own] of Map.groupBy(packed, ({ path }) => path.slice(0, path.lastIndexOf("/")))) {
    const named = own.map((file) => ({ ...file, path: file.path.slice(folder.length + 1) }));
    await engine.containers.putArchive(containerId, `/${folder}`, await packFiles(named));
  }
}

async function contentOf({
  kind,
  source: key,
  variable = "",
  file,
  content,
}: CopiedFile): Promise<string | Uint8Array> {
  if (file !== undefined) {
    try {
      return await readFile(file);
    } catch (cause) {
      const why = (cause as NodeJS.ErrnoException).code ?? String(cause);
      throw stackErrors.error("STACK_FILE_UNREADABLE", { kind, key, file, why }, { cause });
    }
  }
  const text = content();
  if (text === undefined) throw stackErrors.error("STACK_VARIABLE_UNSET", { kind, key, variable });
  return text;
}
