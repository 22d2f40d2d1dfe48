import type { Found } from "../../finding.ts";
import { nameOf } from "../paths.ts";
import type { Migration, MigrationSet } from "./migration.ts";
import { compareNumbers } from "./sql-sets.ts";

/** Numbers that stand twice, gaps in a row, undo files of nothing, and chains that fork or hang in the air. */
export function* orderFaults(set: MigrationSet): Iterable<Found> {
  const { migrations, system } = set;
  if (migrations.some(({ after }) => after !== undefined)) {
    yield* chainFaults(set);
    return;
  }
  if (system !== "prisma") yield* numberFaults(migrations);
  for (const path of set.strays) {
    if (set.journal === undefined)
      yield { at: { file: path, line: 1, column: 1 }, message: `${nameOf(path)} undoes a migration that is not there` };
  }
}

function* numberFaults(migrations: readonly Migration[]): Iterable<Found> {
  const counted = migrations.filter(({ number }) => number !== undefined);
  const inRow = counted.length >= 2 && counted.every(({ number = "" }) => number.length < 8 && !/[._]/.test(number));
  for (const [index, one] of counted.entries()) {
    const before = counted[index - 1];
    if (before === undefined) continue;
    const at = { file: one.path, line: 1, column: 1 };
    const evidence = [{ file: before.path, line: 1, column: 1, text: `has the number ${before.number}` }];
    if (compareNumbers(one.number, before.number) === 0) {
      const message = `${nameOf(one.path)} and ${nameOf(before.path)} have the same number ${one.number}: which is applied first is chance`;
      yield { at, message, evidence, fix: "Give the later one the next number that is free" };
    } else if (inRow && Number(one.number) - Number(before.number) > 1 && isByOne(counted)) {
      const missing = String(Number(before.number) + 1).padStart(one.number?.length ?? 1, "0");
      const message = `the number ${missing} is missing between ${nameOf(before.path)} and ${nameOf(one.path)}`;
      yield {
        at,
        message,
        evidence,
        fix: "Bring the missing migration back, or number the later ones anew when none was ever applied",
      };
    }
  }
}

/** True when the numbers mostly go up by one; some people count by ten. */
function isByOne(counted: readonly Migration[]): boolean {
  const steps = counted.slice(1).map(({ number }, index) => Number(number) - Number(counted[index]?.number));
  return steps.filter((step) => step <= 1).length * 2 >= steps.length || counted.length === 2;
}

function* chainFaults({ migrations, system, folder }: MigrationSet): Iterable<Found> {
  const names = new Map(migrations.map((one) => [one.name, one]));
  const followed = new Set(migrations.flatMap(({ after = [] }) => after));
  for (const { path, name, after = [] } of migrations) {
    for (const before of after) {
      if (names.has(before)) continue;
      const message = `${nameOf(path)} follows the migration ${before}, which is not there`;
      yield { at: { file: path, line: 1, column: 1 }, message };
    }
    const twin = migrations.find((other) => other.name === name && other.path < path);
    if (twin) {
      const evidence = [{ file: twin.path, line: 1, column: 1, text: `has the name ${name}` }];
      yield {
        at: { file: path, line: 1, column: 1 },
        message: `${nameOf(path)} has the name ${name} of ${nameOf(twin.path)}`,
        evidence,
      };
    }
  }
  const heads = migrations.filter(({ name }) => !followed.has(name));
  const [first, ...others] = heads;
  if (first === undefined) return;
  for (const head of others) {
    yield {
      at: { file: head.path, line: 1, column: 1 },
      message: `${folder} has ${heads.length} ends, ${heads.map(({ name }) => name).join(" and ")}: ${system} refuses to go on`,
      evidence: [{ file: first.path, line: 1, column: 1, text: `nothing follows ${first.name}` }],
      fix: "Make a migration that merges them, or let the later one follow the other",
    };
  }
}
