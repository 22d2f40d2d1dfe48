import { exitCode } from "@slipway/core";
import type { JobAnswer } from "@slipway/jobs";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { cliErrors } from "../../../errors.ts";
import { shortSpan } from "../../../jobs/job-exit.ts";
import { withClient } from "../../../jobs/open-client.ts";
import { humanDuration } from "../../../output/age.ts";
import { renderTable } from "../../../output/table.ts";
import type { jobLsOptions } from "./command.ts";

const states = ["queued", "running", "succeeded", "failed", "canceled"] as const;

export async function run(context: Context, { options }: Input<typeof jobLsOptions>): Promise<number> {
  const { before, tenant, limit = 20, quiet, format } = options;
  const state = options.state.map(stateOf);
  const { jobs } = await withClient(context, options, ({ client, signal }) =>
    client.listJobs(
      {
        limit,
        ...(state.length > 0 ? { state } : {}),
        ...(before === undefined ? {} : { before }),
        ...(tenant === undefined ? {} : { tenant }),
      },
      { signal },
    ),
  );
  if (quiet) context.stdout.write(jobs.map(({ id }) => `${id}\n`).join(""));
  else if (format === "json") context.stdout.write(`${JSON.stringify(jobs, undefined, 2)}\n`);
  else {
    const rows = jobs.map((job) => rowOf(job, context.now()));
    context.stdout.write(renderTable(["ID", "NAME", "STATE", "CREATED", "TOOK", "END"], rows));
  }
  return exitCode.done;
}

function stateOf(written: string): (typeof states)[number] {
  const state = states.find((one) => one === written);
  if (state) return state;
  throw cliErrors.error("CLI_BAD_VALUE", { option: "--state", value: written, expected: states.join(", ") });
}

function rowOf(job: JobAnswer, now: number): readonly string[] {
  const { id, name = "", state, attempt, created_at, started_at, finished_at, end } = job;
  const age = `${humanDuration((now - Date.parse(created_at)) / 1000)} ago`;
  const took =
    started_at === undefined ? "" : shortSpan((finished_at ? Date.parse(finished_at) : now) - Date.parse(started_at));
  const tries = attempt > 1 ? `${state} (attempt ${attempt})` : state;
  return [id, name, tries, age, took, end && state !== "succeeded" ? endOf(end) : ""];
}

function endOf({ reason, exit_code }: NonNullable<JobAnswer["end"]>): string {
  return reason === "exit" && exit_code !== undefined ? `exit ${exit_code}` : reason;
}
