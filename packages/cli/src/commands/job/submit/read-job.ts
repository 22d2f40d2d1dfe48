import { resolve } from "node:path";
import { Diagnostics, diskFiles, SourceText } from "@slipway/core";
import { type JobRequest, jobsErrors, readJobFile, readJobRequest } from "@slipway/jobs";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { cliErrors } from "../../../errors.ts";
import type { jobSubmitOptions } from "./command.ts";

type Options = Input<typeof jobSubmitOptions>["options"];
type Body = Readonly<Record<string, unknown>>;

/**
 * The job of a file, with what the options say.
 * @throws JOBS_INVALID with everything that is wrong, JOBS_FILE_UNREADABLE, CLI_NO_JOB
 */
export async function readJob(
  { cwd }: Pick<Context, "cwd">,
  file: string | undefined,
  options: Options,
): Promise<JobRequest> {
  const said = fromOptions(options);
  if (file === undefined && Object.keys(said).length === 0) throw cliErrors.error("CLI_NO_JOB", {});
  const diagnostics = new Diagnostics();
  const request =
    file === undefined ? readJobRequest(said, diagnostics) : await readJobFile(sourceOf(cwd, file), diagnostics, said);
  if (request) return request;
  throw jobsErrors.error("JOBS_INVALID", { count: diagnostics.errors.length }, { diagnostics: diagnostics.all });
}

function sourceOf(cwd: string, file: string): SourceText {
  try {
    const text = file === "-" ? diskFiles.readStdin() : diskFiles.read(resolve(cwd, file));
    if (text === undefined) throw new Error("there is no such file");
    return new SourceText(file === "-" ? "-" : resolve(cwd, file), text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw jobsErrors.error("JOBS_FILE_UNREADABLE", { path: file, reason }, { cause });
  }
}

function fromOptions(options: Options): Body {
  const { name, image, repository, commit, step, setup, validate, env, secret, artifact, network, timeout } = options;
  const given: Record<string, unknown> = {
    name,
    image,
    repository: repository === undefined && commit === undefined ? undefined : { url: repository, commit },
    steps: some(step),
    setup: some(setup),
    validate: some(validate),
    environment: Object.keys(env).length === 0 ? undefined : env,
    secrets: some(secret),
    artifacts: some(artifact),
    network:
      network === undefined || network === "none" || network === "internet" ? network : { allow: network.split(",") },
    timeout,
    retries: options.retries,
    priority: options.priority,
    concurrency_key: options.concurrencyKey,
    idempotency_key: options.idempotencyKey,
    webhook: options.webhook,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const some = (texts: readonly string[]): readonly string[] | undefined => (texts.length === 0 ? undefined : texts);
