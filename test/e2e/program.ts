import { checkout } from "../rig/folders.ts";

/** What a finished program left. */
export interface Ended {
  readonly argv: readonly string[];
  /** 128 + the number of the signal that ended it, as a shell says it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What is written to standard input; `open`: nothing, and it does not end; absent: none. */
  readonly input?: string | { readonly open: true };
}

/** A program that runs, watched by what it prints. */
export interface Program {
  /** Waits until the output (of both streams) so far matches. Throws when it ends without. */
  until(pattern: RegExp): Promise<void>;
  signal(name: "SIGINT" | "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
  readonly ended: Promise<Ended>;
}

/** The program under test: `SLIPWAY_BIN` (npm test builds it), else the sources. */
export function slipwayArgv(): readonly string[] {
  const built = process.env["SLIPWAY_BIN"];
  return built ? [built] : [process.execPath, `${checkout}/packages/cli/src/main.ts`];
}

/** Starts a program with exactly this environment. */
export function startProgram(argv: readonly string[], options: ProgramOptions): Program {
  const child = Bun.spawn([...argv], {
    cwd: options.cwd,
    env: options.env,
    stdin: inputOf(options),
    stdout: "pipe",
    stderr: "pipe",
  });
  let printed = "";
  let closed = false;
  const watchers = new Set<() => void>();
  const tell = (): void => {
    for (const watcher of watchers) watcher();
  };
  const read = async (stream: ReadableStream<Uint8Array>): Promise<string> => {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of stream) {
      const part = decoder.decode(chunk, { stream: true });
      text += part;
      printed += part;
      tell();
    }
    return text;
  };
  const ended = Promise.all([read(child.stdout), read(child.stderr), child.exited]).then(([stdout, stderr, exited]) => {
    closed = true;
    tell();
    const code = child.signalCode === null ? exited : 128 + signalNumber(String(child.signalCode));
    return { argv, code, stdout, stderr };
  });
  return {
    ended,
    signal: (name) => child.kill(name),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const met = pattern.test(printed);
          if (!met && !closed) return;
          watchers.delete(look);
          if (met) resolve();
          else reject(new Error(`${argv.join(" ")} ended and never printed ${pattern}:\n${printed}`));
        };
        watchers.add(look);
        look();
      }),
  };
}

function inputOf({ input }: ProgramOptions): "ignore" | "pipe" | Blob {
  if (input === undefined) return "ignore";
  return typeof input === "string" ? new Blob([input]) : "pipe";
}

function signalNumber(name: string): number {
  return { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[name] ?? 0;
}
