/**
 * Holds Slipway against docker compose 2.40:
 *
 *     npm run oracle                             every case of packages/compose/conformance, every example
 *     npm run oracle -- --record                 … and writes the result of cases that have none yet
 *     npm run oracle -- --random 2000 --seed 1   projects made at random
 *     … --peer PATH                              this docker compose instead of the one that the rig fetches
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Result } from "../packages/compose/src/testing/conformance-case.ts";
import { withResults } from "../packages/compose/src/testing/conformance-case.ts";
import { type NamedCase, readCases } from "../packages/compose/src/testing/read-cases.ts";
import { dockerCompose } from "../test/rig/docker-compose.ts";
import { type Compared, compare, difference, inParallel } from "./oracle/compare.ts";

const { values: options } = parseArgs({
  options: {
    peer: { type: "string" },
    record: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    random: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});

const program = await peerProgram();
const failed = options.random === undefined ? await compareCases() : 0;
process.exit(failed === 0 ? 0 : 1);

async function peerProgram(): Promise<string> {
  if (options.peer !== undefined) return resolve(options.peer);
  const found = await dockerCompose();
  if (found.path === undefined) throw new Error(`there is no docker compose to compare with: ${found.reason}`);
  return found.path;
}

async function compareCases(): Promise<number> {
  const cases = [...readCases(), ...examples()].filter(({ name }) => name.startsWith(options.only));
  const wrong = await inParallel(cases, 2, async (one) => {
    const compared = await compare(program, one);
    const problem = await problemOf(one, compared);
    if (problem !== undefined) console.log(`${one.name}: ${problem}\n${difference(compared)}\n`);
    return problem === undefined ? 0 : 1;
  });
  const count = wrong.filter(Boolean).length;
  const explained = cases.filter(({ differs }) => differs !== undefined).length;
  console.log(`${cases.length} projects: ${count} wrong, ${explained} differ for a reason that is written down`);
  return count;
}

/** What is wrong with a case, if anything; a case without a result gets one when `--record` was given. */
async function problemOf(one: NamedCase, { ours, peer, same }: Compared): Promise<string | undefined> {
  if (!same && one.differs === undefined) return "differs";
  if (one.path !== "" && options.record && (one.result === undefined || !alike(one.peer, peer))) {
    const own = same && ours.printed === undefined ? peer : ours;
    await Bun.write(one.path, withResults(readFileSync(one.path, "utf8"), own, same ? undefined : peer));
    return undefined;
  }
  if (same && one.differs !== undefined) return "is said to differ, but does not";
  if (one.path !== "" && one.result === undefined) return "has no result: record it";
  return one.peer && !alike(one.peer, peer) ? "docker compose gives something else than what was recorded" : undefined;
}

function alike(recorded: Result | undefined, now: Result): boolean {
  return recorded?.printed === now.printed;
}

/** The examples of this repository, as cases. */
function examples(): readonly NamedCase[] {
  const folder = resolve(import.meta.dir, "../examples");
  return readdirSync(folder).map((name) => {
    const root = join(folder, name);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(root, path)).isFile())
      .map((path) => [path, readFileSync(join(root, path), "utf8")]);
    const base = { title: "", rows: [], run: [], env: {}, cwd: "", path: "" };
    return { ...base, name: `examples/${name}`, files: Object.fromEntries(files) };
  });
}
