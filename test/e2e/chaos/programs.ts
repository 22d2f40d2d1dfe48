import { type Program, type ProgramOptions, slipwayArgv, startProgram } from "../program.ts";

/** `slipway serve` programs that are started again whenever they end, as a service of the system would be. */
export interface Programs extends AsyncDisposable {
  readonly names: readonly string[];
  /** Ends one as the kernel does when memory is short; it is started again after so many milliseconds. */
  kill(name: string, restartMs: number): Promise<void>;
  /** Lets one stand still for so many milliseconds, as a machine that swaps does. */
  freeze(name: string, ms: number): void;
  /** Settles when all are ready. */
  ready(): Promise<void>;
  /** What ended by itself although it had been ready: no failure of anything around a program is a reason. */
  readonly collapsed: readonly string[];
}

interface Running {
  program: Program;
  killed: boolean;
  restartMs: number;
}

/** A program that cannot begin, because its store is away, is started again after so long. */
const again = 300;

export async function startPrograms(
  argvs: Readonly<Record<string, readonly string[]>>,
  options: ProgramOptions,
): Promise<Programs> {
  const running = new Map<string, Running>();
  const collapsed: string[] = [];
  let over = false;
  const start = (name: string): void => {
    const program = startProgram([...slipwayArgv(), "serve", ...(argvs[name] ?? [])], options);
    const one: Running = { program, killed: false, restartMs: again };
    running.set(name, one);
    let wasReady = false;
    program.until(isReady).then(
      () => {
        wasReady = true;
      },
      () => undefined,
    );
    void program.ended.then(async ({ code, stderr }) => {
      if (over) return;
      if (!one.killed && wasReady) collapsed.push(`${name} ended with ${code}:\n${stderr.slice(-3000)}`);
      await Bun.sleep(one.restartMs);
      if (!over) start(name);
    });
  };
  for (const name of Object.keys(argvs)) start(name);
  return {
    names: Object.keys(argvs),
    collapsed,
    async kill(name, restartMs) {
      const one = running.get(name);
      if (!one) return;
      one.killed = true;
      one.restartMs = restartMs;
      one.program.signal("SIGKILL");
      await one.program.ended;
    },
    freeze(name, ms) {
      const program = running.get(name)?.program;
      program?.signal("SIGSTOP");
      setTimeout(() => program?.signal("SIGCONT"), ms);
    },
    async ready() {
      for (const name of Object.keys(argvs)) {
        // One that ends before it is ready is followed by another.
        while (!(await isReadyNow(running.get(name)))) await Bun.sleep(again);
      }
    },
    async [Symbol.asyncDispose]() {
      over = true;
      for (const { program } of running.values()) {
        program.signal("SIGTERM");
        await program.ended;
      }
    },
  };
}

const isReady = /"message":"ready"/;

async function isReadyNow(one: Running | undefined): Promise<boolean> {
  if (!one) return false;
  return await one.program.until(isReady).then(
    () => true,
    () => false,
  );
}
