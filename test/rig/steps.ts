import { RigError } from "./process.ts";

/** Does one step and prints a line with what came of it and how long it took. */
export async function step<T>(name: string, act: () => Promise<T>, told: (result: T) => string): Promise<T> {
  const started = performance.now();
  // On a terminal a person sees what is being done before it is done.
  if (process.stdout.isTTY) process.stdout.write(`  ${name.padEnd(10)} …`);
  const result = await act();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const before = process.stdout.isTTY ? "\r\x1b[K" : "";
  process.stdout.write(`${before}  ${name.padEnd(10)} ${told(result)} (${seconds} s)\n`);
  return result;
}

/** Runs the main function of a script: expected failures become a message with a hint, the code becomes the program's. */
export async function main(run: () => Promise<number>): Promise<never> {
  try {
    process.exit(await run());
  } catch (error) {
    if (process.stdout.isTTY) process.stdout.write("\n");
    if (!(error instanceof RigError)) throw error;
    process.stderr.write(`error: ${error.message}\n${error.hint === undefined ? "" : `hint: ${error.hint}\n`}`);
    process.exit(1);
  }
}
