/** What a finished program left. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Milliseconds until the program is ended; its code is then not 0. */
  readonly timeout?: number;
}

/** A step of the rig that failed, with what a person can do about it. */
export class RigError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = "RigError";
    this.hint = hint;
  }
}

/** Runs a program to its end and gives what it wrote; code 127 when there is no such program. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [name = ""] = argv;
  const path = Bun.which(name, { PATH: options.env?.["PATH"] ?? searchPath() });
  if (!path) return { code: 127, stdout: "", stderr: `${name}: no such program` };
  const child = Bun.spawn([path, ...argv.slice(1)], {
    env: { ...process.env, PATH: searchPath(), ...options.env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout, killSignal: "SIGKILL" as const }),
  });
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { code, stdout, stderr };
}

/** Like {@link run}, for programs that must succeed. Throws {@link RigError} with the last lines that it wrote. */
export async function must(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const ran = await run(argv, options);
  if (ran.code === 0) return ran.stdout;
  const tail = `${ran.stdout}\n${ran.stderr}`.trim().split("\n").slice(-12).join("\n");
  throw new RigError(`${argv.slice(0, 4).join(" ")} … ended with code ${ran.code}:\n${tail}`);
}

/** The path on which programs are looked for: a login without `sbin` must still find `dockerd`, `iptables` and what
 * Podman and PostgreSQL keep beside the path. */
export function searchPath(): string {
  const own = (process.env["PATH"] ?? "").split(":");
  const postgres = [18, 17, 16, 15, 14].map((version) => `/usr/lib/postgresql/${version}/bin`);
  return [...own, "/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/lib/podman", ...postgres]
    .filter((dir, at, all) => all.indexOf(dir) === at)
    .join(":");
}

/** True when a program of this name can be run. */
export function hasProgram(name: string): boolean {
  return Bun.which(name, { PATH: searchPath() }) !== null;
}
