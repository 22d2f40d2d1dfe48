import type { Engine } from "@slipway/engine";
import { jobsErrors } from "../../errors.ts";
import type { RunIdentity } from "../runner.ts";
import { containerName, identityOf, labels } from "./names.ts";
import { removeContainer } from "./remove.ts";

/**
 * Sees to it that nothing of a job's earlier attempts runs when the next one begins: one that was given up may not have ended yet.
 * @throws JOBS_STILL_RUNS, and what the engine says when it cannot remove a container
 */
export async function clearEarlier(engine: Engine, group: string, { job, attempt }: RunIdentity): Promise<void> {
  if (attempt === 1) return;
  const earlier = async (): Promise<readonly string[]> => {
    const filters = { label: [`${labels.group}=${group}`], name: [containerName({ job, attempt: 0 }).slice(0, -1)] };
    const found = await engine.containers.list({ all: true, filters });
    return found.flatMap(({ Id, Names }) => {
      const before = Names.some((name) => {
        const one = identityOf(name);
        return one?.job === job && one.attempt < attempt;
      });
      return before ? [Id] : [];
    });
  };
  const left = await earlier();
  if (left.length === 0) return;
  for (const id of left) await removeContainer(engine, id);
  if ((await earlier()).length > 0) throw jobsErrors.error("JOBS_STILL_RUNS", { job, attempt });
}
