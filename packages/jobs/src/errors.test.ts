import { expect, test } from "bun:test";
import { jobsErrors } from "./index.ts";

test("a job that is not there is named, with where to look", () => {
  const error = jobsErrors.error("JOBS_UNKNOWN_JOB", { job: "0193" });
  expect([error.code, error.message, error.hint]).toEqual([
    "JOBS_UNKNOWN_JOB",
    "there is no job 0193",
    "`slipway job ls` shows the jobs",
  ]);
});
