import type { Stack } from "../inventory/compose/stack.ts";
import { folderOf } from "../inventory/paths.ts";

/** `docker compose` as it is typed in the root for a stack: with its files where they are not those that it finds by itself. */
export function composeCommand({ files, because, envFiles }: Pick<Stack, "files" | "because" | "envFiles">): string {
  const folder = folderOf(files[0] ?? "");
  const env = envFiles.map((path) => ` --env-file ${path}`).join("");
  if (because === "default name") return `docker compose${folder === "" ? "" : ` --project-directory ${folder}`}${env}`;
  return `docker compose${env}${files.map((file) => ` -f ${file}`).join("")}`;
}
