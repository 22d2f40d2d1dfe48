import type { Statements } from "./database.ts";
import type { PulledImage } from "./side-ports.ts";
import { tell } from "./trail/append.ts";

/** Writes down that an image was pulled for a job. */
export async function imagePulled(
  statements: Statements,
  engine: string,
  { name, id }: Pick<PulledImage, "name" | "id">,
  now: number,
): Promise<void> {
  await statements.all(
    `INSERT INTO images (engine, name, id, pulled_at, used_at) VALUES ($1, $2, $3, $4, $4)
     ON CONFLICT (engine, name) DO UPDATE SET id = $3, pulled_at = $4, used_at = $4`,
    [engine, name, id, now],
  );
}

/** Writes down that a job used an image; nothing when nobody pulled it for a job. */
export async function imageUsed(statements: Statements, engine: string, name: string, now: number): Promise<void> {
  await statements.all("UPDATE images SET used_at = $3 WHERE engine = $1 AND name = $2", [engine, name, now]);
}

/** What was pulled on an engine, the least recently used first. */
export async function pulledImages(statements: Statements, engine: string): Promise<readonly PulledImage[]> {
  const rows = await statements.all<{ name: string; id: string; used_at: number }>(
    "SELECT name, id, used_at FROM images WHERE engine = $1 ORDER BY used_at, name",
    [engine],
  );
  return rows.map(({ name, id, used_at }) => ({ name, id, usedAt: used_at }));
}

/** Forgets an image: it was removed, or is somebody else's now. Gives false when it was used since it was looked at. */
export async function imageForgotten(
  statements: Statements,
  engine: string,
  { name, id, usedAt }: PulledImage,
  why: string | undefined,
  by: string,
  now: number,
): Promise<boolean> {
  const gone = await statements.all(
    "DELETE FROM images WHERE engine = $1 AND name = $2 AND id = $3 AND used_at = $4 RETURNING name",
    [engine, name, id, usedAt],
  );
  if (gone.length === 0) return false;
  if (why !== undefined)
    await tell(statements, { at: now, actor: by, kind: "image.removed", data: { engine, name, id, why } });
  return true;
}
