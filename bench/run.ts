import { relative } from "node:path";
import { parseArgs } from "node:util";
import { checkout } from "../test/rig/folders.ts";
import { RigError } from "../test/rig/process.ts";
import { main, step } from "../test/rig/steps.ts";
import { type Bench, openBench } from "./bench.ts";
import { BenchError, type Case } from "./case.ts";
import { cases } from "./cases/all.ts";
import { machine } from "./machine.ts";
import { type CaseResult, measure } from "./measure.ts";
import { writeResults } from "./results.ts";
import { rowsOf } from "./rows.ts";
import { renderLine, rewriteResults } from "./table.ts";

/** `npm run bench [-- case … --engine address]`: measures, prints, and writes the results down. */
async function bench(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { engine: { type: "string" } },
    allowPositionals: true,
  });
  const wanted = select(positionals);
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => interrupted.abort(new BenchError(`ended by ${signal}`)));
  }
  await using own = await step(
    "set-up",
    () => openBench({ engine: values.engine, signal: interrupted.signal }),
    ({ peer, engineFrom }) => `docker compose ${peer.version}, engine: ${engineFrom}`,
  );
  const about = await machine(own);
  const done: CaseResult[] = [];
  for (const one of wanted) {
    try {
      await measureAndTell(one, own, done);
    } catch (caught) {
      const error = cause(caught);
      if (interrupted.signal.aborted || !(error instanceof BenchError)) throw error;
      console.log(`FAILED ${one.name}: ${error.message}`);
    }
  }
  const results = { machine: about, cases: done };
  console.log(`written: ${relative(checkout, await writeResults(results))}`);
  // A table of a part would look like the whole.
  if (done.length === cases.length) await rewriteResults(results);
  return done.length === wanted.length ? 0 : 1;
}

async function measureAndTell(one: Case, own: Bench, done: CaseResult[]): Promise<void> {
  const started = performance.now();
  const result = await measure(one, own, showRound(one.name));
  done.push(result);
  for (const row of rowsOf(result)) console.log(renderLine(row));
  console.log(`  ${result.rounds} rounds in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** The cases of these names, or that begin with them when there is none of that name. */
function select(names: readonly string[]): readonly Case[] {
  const found = names.flatMap((name) => {
    const exact = cases.filter((one) => one.name === name);
    const some = exact.length > 0 ? exact : cases.filter((one) => one.name.startsWith(name));
    if (some.length > 0) return some;
    throw new RigError(`no case begins with ${name}`, `the cases are ${cases.map((one) => one.name).join(", ")}`);
  });
  return names.length === 0 ? cases : cases.filter((one) => found.includes(one));
}

function showRound(name: string): (done: number) => void {
  if (!process.stdout.isTTY) return () => undefined;
  return (done) => process.stdout.write(`\r\x1b[K  ${name}: round ${done}\r`);
}

/** What went wrong first, when taking things away then failed as well. */
function cause(error: unknown): unknown {
  return error instanceof SuppressedError ? cause(error.suppressed) : error;
}

await main(async () => {
  try {
    return await bench(process.argv.slice(2));
  } catch (caught) {
    const error = cause(caught);
    throw error instanceof BenchError ? new RigError(error.message) : error;
  }
});
