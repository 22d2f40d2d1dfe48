import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Trial, TrialResult } from "./trial.ts";

/** The command of the program itself that serves trials; see `sql-sandbox` in packages/cli. */
const sandboxCommand = "sql-sandbox";

/** What one trial may take. */
export interface TrialLimits {
  /** In milliseconds. A trial takes a second; an engine that starts on a busy machine takes some more. */
  readonly longest?: number;
  /** In bytes. PostgreSQL in WebAssembly takes some 500 MB. */
  readonly mostMemory?: number;
}

/**
 * Applies migrations in a process of its own, which is ended when a trial takes longer than 90 seconds or more than 1.5 GB; the
 * trials behind that one are given to a new process. Gives a result for each trial.
 */
export async function runTrials(trials: readonly Trial[], limits: TrialLimits = {}): Promise<readonly TrialResult[]> {
  const results: TrialResult[] = [];
  let waiting = trials;
  while (waiting.length > 0) {
    const { done, reason } = await serve(waiting, limits);
    results.push(...done);
    const current = waiting[done.length];
    if (current)
      results.push({
        id: current.id,
        state: "unknown",
        reason: reason ?? "the process ended before it was done",
        interrupted: true,
      });
    waiting = waiting.slice(done.length + 1);
  }
  return results;
}

async function serve(
  trials: readonly Trial[],
  { longest = 90_000, mostMemory = 1_500_000_000 }: TrialLimits,
): Promise<{ readonly done: readonly TrialResult[]; readonly reason?: string }> {
  const main = fileURLToPath(new URL("sandbox/main.ts", import.meta.url));
  const argv = existsSync(main) && !main.startsWith("/$bunfs") ? [main] : [sandboxCommand];
  // Nothing of our surroundings is for SQL that somebody else wrote.
  const child = spawn(process.execPath, argv, { env: {}, stdio: ["pipe", "pipe", "pipe"] });
  const done: TrialResult[] = [];
  const tooLong = `it took longer than ${longest / 1000} seconds`;
  let reason: string | undefined;
  let said = "";
  const end = (why: string): void => {
    reason ??= why;
    child.kill("SIGKILL");
  };
  let limit = setTimeout(() => end(tooLong), longest);
  const watch = setInterval(() => {
    if (memoryOf(child.pid) > mostMemory) end("it took too much memory");
  }, 500);
  child.stderr.on("data", (chunk: Buffer) => {
    if (said.length < 2000) said += chunk.toString();
  });
  child.stdin.on("error", (error) => end(error.message));
  child.stdin.end(JSON.stringify(trials));
  const closed = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
    child.on("error", (error) => {
      reason ??= error.message;
      resolve();
    });
  });
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(limit);
    limit = setTimeout(() => end(tooLong), longest);
    const result: TrialResult = JSON.parse(line);
    done.push(result);
  }
  await closed;
  clearTimeout(limit);
  clearInterval(watch);
  const why =
    reason ??
    said
      .trim()
      .split("\n")
      .find((text) => /error/i.test(text));
  return { done, ...(why === undefined ? {} : { reason: why }) };
}

/** Resident memory of a process in bytes; 0 where the system does not tell. */
function memoryOf(pid: number | undefined): number {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1];
    return Number(pages) * 4096;
  } catch {
    return 0;
  }
}
