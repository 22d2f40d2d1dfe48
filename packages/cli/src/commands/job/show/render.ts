import { formatBytes } from "@slipway/core";
import type { ArtifactAnswer, AttemptAnswer, JobAnswer, JobEventAnswer } from "@slipway/jobs";
import { endLine, shortSpan } from "../../../jobs/job-exit.ts";
import { renderTable } from "../../../output/table.ts";

/** A job as people read it. */
export function renderJob(
  job: JobAnswer,
  attempts: readonly AttemptAnswer[],
  artifacts: readonly ArtifactAnswer[],
  events: readonly JobEventAnswer[],
): string {
  const {
    id,
    name,
    state,
    tenant,
    created_at,
    submitted_by,
    repository,
    commit,
    image,
    waiting_for,
    end,
    cancel_requested,
  } = job;
  const isOver = job.finished_at !== undefined;
  const lines: (readonly [string, string | undefined])[] = [
    ["job", name === undefined ? id : `${id}  ${name}`],
    ["state", isOver ? endLine(job) : cancel_requested ? `${state}, to be canceled` : state],
    ["waits", waiting_for],
    ["submitted", `${created_at} by ${submitted_by} for ${tenant}`],
    ["repository", repository && `${repository} at ${commit}`],
    ["image", image],
    ["reached", hostsOf(end?.egress?.allowed)],
    ["refused", hostsOf(end?.egress?.denied)],
    ["result", end?.result === undefined ? undefined : JSON.stringify(end.result)],
  ];
  const width = Math.max(...lines.map(([title]) => title.length));
  const head = lines
    .flatMap(([title, text]) => (text === undefined ? [] : [`${title.padEnd(width)}  ${text}\n`]))
    .join("");
  return [
    head,
    ...attempts.map(attemptText),
    artifacts.length === 0
      ? ""
      : `\n${renderTable(
          ["ARTEFACT", "SIZE", "DIGEST"],
          artifacts.map(({ path, size, digest }) => [path, formatBytes(size), digest.slice(0, 19)]),
        )}`,
    events.length === 0
      ? ""
      : `\n${renderTable(
          ["WHEN", "WHAT", "MORE"],
          events.map(({ at, kind, data }) => [at, kind, JSON.stringify(data)]),
        )}`,
  ].join("");
}

const hostsOf = (hosts: readonly string[] = []): string | undefined =>
  hosts.length === 0 ? undefined : hosts.join(", ");

function attemptText({ number, worker, started_at, finished_at, end, applied }: AttemptAnswer): string {
  const took =
    finished_at === undefined ? "runs" : `took ${shortSpan(Date.parse(finished_at) - Date.parse(started_at))}`;
  const how = end ? `: ${end.reason}, ${end.message}` : "";
  const lines = [`\nattempt ${number} on ${worker}, ${took}${how}`];
  if (applied) {
    const {
      container,
      image,
      image_digest,
      user,
      read_only_root,
      capabilities,
      cpus,
      memory_bytes,
      pids,
      network,
      tree,
    } = applied;
    lines.push(
      `  container  ${container.slice(0, 12)} of ${image} (${image_digest.slice(0, 19)})`,
      `  applied    user ${user}, ${read_only_root ? "read-only" : "writable"} root, ${capabilities.length === 0 ? "no capabilities" : capabilities.join(" ")}${applied.no_new_privileges ? ", no new privileges" : ""}`,
      `  limits     ${cpus} processors, ${formatBytes(memory_bytes)} of memory, ${pids} processes, network ${network.replace(/^(container:.{12}).+$/, "$1")}`,
    );
    if (applied.commit !== undefined) lines.push(`  checkout   ${applied.commit}, tree ${tree}`);
  }
  return `${lines.join("\n")}\n`;
}
