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
import { run } from "../test/rig/process.ts";
import { type Compared, compare, difference, inParallel } from "./oracle/compare.ts";
import { randomProject } from "./oracle/random-project.ts";

const { values: options } = parseArgs({
  options: {
    peer: { type: "string" },
    record: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    random: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});

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

/** Refusals of docker compose that Slipway does not share, by the section of docs/compose-differences.md. */
const reasons: readonly (readonly [message: RegExp, section: string])[] = [
  [/can't set distinct values on 'mem_(limit|reservation)'/, "a-limit-that-is-said-once"],
  [/memswap_limit' invalid size: '-1'/, "numbers-as-text"],
  [/items at \d+ and \d+ are equal/, "an-item-that-two-files-repeat"],
  [/cannot override services\.\w+\.(gpus|build\.ssh)/, "one-attribute-in-two-forms"],
];

function reasonOf({ ours, peer }: Compared): string | undefined {
  if (ours.printed === undefined) return undefined;
  return reasons.find(([message]) => message.test(peer.refused ?? ""))?.[1];
}

/** Projects made by chance; each that differs is printed with its seed. */
async function compareRandom(count: number): Promise<number> {
  const first = Number(options.seed);
  let refused = 0;
  let explained = 0;
  const wrong = await inParallel(Array.from({ length: count }), 2, async (_, index) => {
    const seed = first + index;
    const compared = await compare(program, randomProject(seed));
    if (compared.peer.printed === undefined) refused++;
    if (compared.same) return 0;
    if (reasonOf(compared)) {
      explained++;
      return 0;
    }
    console.log(`seed ${seed}:\n${difference(compared)}\n`);
    return 1;
  });
  const differ = wrong.filter(Boolean).length;
  console.log(
    `${count} projects from seed ${first}: ${differ} differ, ${explained} more for a reason that is written down, ${refused} are refused by docker compose`,
  );
  return differ;
}

const program = await peerProgram();
console.log(`docker compose ${(await run([program, "version", "--short"])).stdout.trim()}`);
const failed = options.random === undefined ? await compareCases() : await compareRandom(Number(options.random));
process.exit(failed === 0 ? 0 : 1);
