import type { Statements } from "../database.ts";
import type { EventQuery, JobEvent } from "../store.ts";

/** What happened to a job, the oldest first. */
export async function events(statements: Statements, { job, after, limit }: EventQuery): Promise<readonly JobEvent[]> {
  const rows = await statements.all<{
    readonly id: number;
    readonly at: number;
    readonly actor: string;
    readonly kind: string;
    readonly attempt: number;
    readonly data: string;
  }>("SELECT id, at, actor, kind, attempt, data FROM trail WHERE job = $1 AND id > $2 ORDER BY id LIMIT $3", [
    job,
    after ?? 0,
    limit,
  ]);
  return rows.map(({ id, at, actor, kind, attempt, data }) => ({
    sequence: id,
    job,
    attempt,
    at,
    kind,
    by: actor,
    data: JSON.parse(data) as Readonly<Record<string, unknown>>,
  }));
}
