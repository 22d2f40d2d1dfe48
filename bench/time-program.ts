import { BenchError } from "./case.ts";

/** What one timed step cost. */
export interface Sample {
  /** Milliseconds from before the start of the program until it has ended. */
  readonly wall: number;
  /** Milliseconds of user and system time, of the program and not of the engine. */
  readonly cpu: number;
  /**
   * Bytes of the largest resident set; absent for what runs inside the benchmark's own process, and for programs that
   * stay below the largest of the benchmark itself: Linux counts that in, as what the child was before it was executed.
   */
  readonly rss?: number;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** An exit code that is as good as 0, for programs that tell with it what they found. */
  readonly alsoGood?: number;
}

/** Runs a program to its end and gives what it cost. Throws {@link BenchError} unless its exit code is good. */
export async function timeProgram(
  argv: readonly string[],
  { cwd, env, alsoGood = 0 }: ProgramOptions,
): Promise<Sample> {
  const started = performance.now();
  const child = Bun.spawn([...argv], { cwd, env: { ...env }, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
  const [said, code] = await Promise.all([child.stderr.text(), child.exited]);
  const wall = performance.now() - started;
  if (code !== 0 && code !== alsoGood) throw failed(argv, code, said);
  const usage = child.resourceUsage();
  if (!usage) throw new BenchError(`${argv[0]} left no record of what it used`);
  const isOwn = usage.maxRSS > process.resourceUsage().maxRSS * 1024;
  return { wall, cpu: Number(usage.cpuTime.total) / 1000, ...(isOwn ? { rss: usage.maxRSS } : {}) };
}

/** Runs a program that is not timed and gives what it printed. Throws {@link BenchError} unless its exit code is good. */
export async function output(argv: readonly string[], { cwd, env, alsoGood = 0 }: ProgramOptions): Promise<string> {
  const child = Bun.spawn([...argv], { cwd, env: { ...env }, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [printed, said, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0 && code !== alsoGood) throw failed(argv, code, `${printed}\n${said}`);
  return printed;
}

function failed(argv: readonly string[], code: number, said: string): BenchError {
  const tail = said.trim().split("\n").slice(-8).join("\n");
  return new BenchError(`${argv.join(" ")} ended with code ${code}:\n${tail}`);
}
