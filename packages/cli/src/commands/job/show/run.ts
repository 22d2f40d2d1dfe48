import { exitCode } from "@slipway/core";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { jobIdOf, withClient } from "../../../jobs/open-client.ts";
import type { jobShowOptions } from "./command.ts";
import { renderJob } from "./render.ts";

/** The most that the API gives at once. */
const allEvents = 500;

export async function run(context: Context, { args, options }: Input<typeof jobShowOptions>): Promise<number> {
  const json = (value: unknown): void => context.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  return await withClient(context, options, async ({ client, signal }) => {
    const id = await jobIdOf(client, args[0]);
    if (options.spec) {
      json(await client.getJobSpec(id, { signal }));
      return exitCode.done;
    }
    const [job, { attempts }, { artifacts }, { events }] = await Promise.all([
      client.getJob(id, {}, { signal }),
      client.listAttempts(id, { signal }),
      client.listArtifacts(id, { signal }),
      options.events ? client.listJobEvents(id, { limit: allEvents }, { signal }) : { events: [] },
    ]);
    if (options.format === "json") json({ ...job, attempts, artifacts, ...(options.events ? { events } : {}) });
    else context.stdout.write(renderJob(job, attempts, artifacts, events));
    return exitCode.done;
  });
}
