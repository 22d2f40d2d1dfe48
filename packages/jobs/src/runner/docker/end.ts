import type { ContainerInspect } from "@slipway/engine";
import type { Mark } from "../contract/marks.ts";
import type { RunEnd, StopReason } from "../runner.ts";

type EndMark = Extract<Mark, { kind: "end" }>;

/** The end that program.sh tells of; `stop`: why it was stopped, when it was by this worker. */
export function endOfMark({ reason, exitCode, words }: EndMark, stop: StopReason | undefined): RunEnd {
  const about = words === "" ? "the job" : words;
  switch (reason) {
    case "stopped":
      // An engine that stops, or is started again after a crash, tells its containers to end: nobody has canceled the job.
      if (!stop) return { reason: "infra", exitCode, message: "the container was told to end from outside" };
      return { reason: stop, exitCode, message: stopped[stop] };
    case "oom":
      return { reason: "oom", exitCode, message: `${about} needed more memory than it may have` };
    case "disk":
      return { reason: "disk", exitCode, message: `${about} filled the disk that it may have` };
    case "checkout":
      return { reason: "checkout", exitCode, message: words === "" ? "the commit could not be checked out" : words };
    default:
      return {
        reason: "exit",
        exitCode,
        message: exitCode === 0 ? "the job is done" : `${about} ended with exit code ${exitCode}`,
      };
  }
}

/** The end of a container whose program could not tell of it: it was killed, by us, by the kernel or by the job itself. */
export function endOfContainer(inspect: ContainerInspect | undefined, stop: StopReason | undefined): RunEnd {
  if (!inspect) return { reason: stop ?? "infra", message: stop ? stopped[stop] : "the container is gone" };
  const { ExitCode: exitCode, OOMKilled } = inspect.State;
  if (stop) return { reason: stop, exitCode, message: `${stopped[stop]}, and had to be killed` };
  if (OOMKilled) return { reason: "oom", exitCode, message: "the job needed more memory than it may have" };
  if (exitCode === 137 || exitCode === 143) {
    return { reason: "infra", exitCode, message: "the container was killed from outside, or by the job itself" };
  }
  // The program of the contract ends only when its worker went before it had given the job, whatever its exit code is.
  return { reason: "infra", message: `the container ended with exit code ${exitCode} before the job had an end` };
}

const stopped: Readonly<Record<StopReason, string>> = {
  canceled: "the job was canceled",
  timeout: "the job's time was over",
  log_limit: "the job printed more than it may",
  disk: "the job filled the disk that it may have",
  policy: "the job was stopped by a policy",
};
