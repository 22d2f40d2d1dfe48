import { createInterface } from "node:readline";

export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Called for each line of standard output, in order; what it throws ends the program. */
  readonly line: (text: string) => void;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** The end of standard error. */
  readonly complaint: string;
}

/** So much of standard error is kept, in characters. */
const keptComplaint = 2000;

/** Runs a program without a shell and without an input. @throws when it cannot be started, is called off, or `line` throws */
export async function callProgram({ program, args, env, signal, line }: Call): Promise<Ended> {
  const { spawn } = await import("node:child_process");
  const child = spawn(program, args, { env: { ...env }, stdio: ["ignore", "pipe", "pipe"], signal });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-keptComplaint);
  });
  const lines = createInterface({ input: child.stdout });
  let failure: unknown;
  lines.on("line", (text) => {
    if (failure !== undefined || text.trim() === "") return;
    try {
      line(text);
    } catch (cause) {
      failure = cause;
      child.kill();
    }
  });
  const read = new Promise((resolve) => lines.on("close", resolve));
  const [exitCode] = await Promise.all([closed, read]);
  if (failure !== undefined) throw failure;
  return { exitCode, complaint: complaint.trim() };
}
