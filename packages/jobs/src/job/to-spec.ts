import { type Path, parseBytes, parseDuration, registerSecret } from "@slipway/core";
import type { JobFile } from "../schema/job-file.ts";
import { hostProblem, networkOf } from "./network.ts";
import { type CronTime, cronProblem } from "./schedule.ts";
import type { JobSpec, Loop, Repository, Resources, Retries, Step } from "./spec.ts";
import { webhookProblem } from "./webhook-url.ts";

/** What is wrong with a value that has the right type. */
export interface ValueFault {
  readonly path: Path;
  readonly problem: string;
  readonly hint: string;
}

/** A job as it was asked for: its specification with all defaults, and the schedule when it is to be made again and again. */
export interface JobRequest {
  readonly spec: JobSpec;
  readonly schedule?: CronTime;
}

const mib = 1024 * 1024;

/** The defaults of a job: what is not said. */
export const jobDefaults = {
  resources: {
    cpus: 1,
    memoryBytes: 512 * mib,
    pids: 256,
    diskBytes: 1024 * mib,
    logBytes: 16 * mib,
    artifactBytes: 256 * mib,
  },
  timeoutMs: 3_600_000,
  graceMs: 10_000,
  retries: { attempts: 1, backoffMs: 10_000, on: ["exit", "timeout", "oom"] },
  loop: { maxIterations: 10, maxMs: 3_600_000 },
} as const satisfies {
  readonly resources: Resources;
  readonly timeoutMs: number;
  readonly graceMs: number;
  readonly retries: Retries;
  readonly loop: Pick<Loop, "maxIterations" | "maxMs">;
};

/** A document that fits the schema as a request; what the schema cannot see is told to `fault`. */
export function toJobRequest(file: JobFile, fault: (found: ValueFault) => void): JobRequest {
  const wrong = (path: Path, problem: string, hint: string): void => fault({ path, problem, hint });
  const ms = (path: Path, given: string | undefined, usual: number): number => {
    if (given === undefined) return usual;
    const nanoseconds = parseDuration(given);
    if (nanoseconds === undefined || nanoseconds < 0) {
      wrong(path, `is no duration: ${JSON.stringify(given)}`, "write one such as 90s, 10m or 1h30m");
      return usual;
    }
    return Math.round(nanoseconds / 1e6);
  };
  const bytes = (path: Path, given: string | number | undefined, usual: number): number => {
    if (given === undefined) return usual;
    const size = typeof given === "number" ? given : parseBytes(given);
    if (size === undefined || size < 1) {
      wrong(path, `is no size: ${JSON.stringify(given)}`, "write bytes, or a size such as 512m or 2gb");
      return usual;
    }
    return size;
  };
  const { resources = {}, loop, schedule, network } = file;
  const usual = jobDefaults.resources;
  const problem = (path: Path, found: { problem: string; hint: string } | undefined): void => {
    if (found) wrong(path, found.problem, found.hint);
  };
  if (file.webhook !== undefined) problem(["webhook"], webhookProblem(file.webhook));
  const time = typeof schedule === "string" ? { cron: schedule } : schedule;
  const cron = time && { cron: time.cron, timezone: time.timezone ?? "UTC" };
  if (cron) problem(["schedule"], cronProblem(cron));
  if (typeof network === "object") {
    for (const [at, host] of network.allow.entries()) problem(["network", "allow", at], hostProblem(host));
  }
  for (const [at, glob] of (file.artifacts ?? []).entries()) problem(["artifacts", at], globProblem(glob));
  if (file.concurrency !== undefined && file.concurrency_key === undefined) {
    wrong(["concurrency"], "says nothing without a `concurrency_key`", "add `concurrency_key`, or remove it");
  }
  const steps = [...(file.setup ?? []), ...(file.steps ?? []), ...(file.validate ?? [])];
  if (steps.length === 0 && loop === undefined) {
    wrong([], "does nothing: it has no `steps`, `loop`, `setup` or `validate`", "add a command under `steps`");
  }
  const spec: JobSpec = {
    ...given("name", file.name),
    ...(file.repository ? { repository: repositoryOf(file.repository, wrong) } : {}),
    ...given("image", file.image),
    setup: (file.setup ?? []).map(toStep),
    steps: (file.steps ?? []).map(toStep),
    ...(loop
      ? {
          loop: {
            run: loop.run,
            ...given("fastCheck", loop.fast_check),
            ...given("fullCheck", loop.full_check),
            maxIterations: loop.max_iterations ?? jobDefaults.loop.maxIterations,
            maxMs: loop.max_minutes === undefined ? jobDefaults.loop.maxMs : Math.round(loop.max_minutes * 60_000),
          },
        }
      : {}),
    validate: (file.validate ?? []).map(toStep),
    inputs: file.inputs ?? {},
    environment: Object.fromEntries(Object.entries(file.environment ?? {}).map(([key, value]) => [key, String(value)])),
    secrets: [...new Set(file.secrets ?? [])],
    resources: {
      cpus: resources.cpus ?? usual.cpus,
      memoryBytes: bytes(["resources", "memory"], resources.memory, usual.memoryBytes),
      pids: resources.pids ?? usual.pids,
      diskBytes: bytes(["resources", "disk"], resources.disk, usual.diskBytes),
      logBytes: bytes(["resources", "logs"], resources.logs, usual.logBytes),
      artifactBytes: bytes(["resources", "artifacts"], resources.artifacts, usual.artifactBytes),
    },
    timeoutMs: ms(["timeout"], file.timeout, jobDefaults.timeoutMs),
    graceMs: ms(["grace"], file.grace, jobDefaults.graceMs),
    retries: retriesOf(file.retries, ms),
    priority: file.priority ?? 0,
    ...given("concurrencyKey", file.concurrency_key),
    ...given("concurrency", file.concurrency),
    ...given("idempotencyKey", file.idempotency_key),
    artifacts: file.artifacts ?? [],
    network: networkOf(network),
    ...given("webhook", file.webhook),
  };
  return { spec, ...(cron ? { schedule: cron } : {}) };
}

function given<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]: Value } | Record<string, never> {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: Value });
}

function toStep(written: string | { readonly name?: string; readonly run: string }): Step {
  const run = typeof written === "string" ? written : written.run;
  const first = run.trim().split("\n")[0] ?? "";
  const name = typeof written === "string" ? undefined : written.name;
  return { name: name ?? (first.length > 80 ? `${first.slice(0, 79)}…` : first), run };
}

function retriesOf(
  written: JobFile["retries"],
  ms: (path: Path, given: string | undefined, usual: number) => number,
): Retries {
  const usual = jobDefaults.retries;
  if (written === undefined) return usual;
  if (typeof written === "number") return { ...usual, attempts: written + 1 };
  return {
    attempts: written.attempts,
    backoffMs: ms(["retries", "backoff"], written.backoff, usual.backoffMs),
    on: written.on ?? usual.on,
  };
}

function repositoryOf(
  written: NonNullable<JobFile["repository"]>,
  wrong: (path: Path, problem: string, hint: string) => void,
): Repository {
  const { url, commit, submodules = false, lfs = false, credential } = written;
  const at = ["repository", "url"];
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !["https:", "http:"].includes(parsed.protocol)) {
    wrong(at, "must be an https or http URL", "write one such as https://git.example.org/team/project.git");
  } else if (parsed.password !== "" || parsed.username !== "") {
    for (const part of [parsed.username, parsed.password]) registerSecret(part);
    wrong(at, "must not hold a user or a password", "name a secret under `repository.credential` instead");
  }
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(commit)) {
    wrong(
      ["repository", "commit"],
      `must be a whole commit id, got ${JSON.stringify(commit)}`,
      "`git rev-parse HEAD` prints it: 40 or 64 hexadecimal digits",
    );
  }
  return { url, commit: commit.toLowerCase(), submodules, lfs, ...given("credential", credential) };
}

function globProblem(glob: string): { problem: string; hint: string } | undefined {
  if (!glob.startsWith("/") && !glob.split("/").includes("..") && !glob.includes("\0")) return undefined;
  return {
    problem: `leaves the workspace: ${JSON.stringify(glob)}`,
    hint: "write it relative to the workspace, without ..",
  };
}
