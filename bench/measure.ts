import { loadavg } from "node:os";
import type { Bench } from "./bench.ts";
import type { Case, Side } from "./case.ts";
import type { Sample } from "./time-program.ts";

/** All that was measured of one step of one side. */
export interface Series {
  readonly step: string;
  readonly side: string;
  readonly role: Side["role"];
  readonly samples: readonly Sample[];
}

/** All that was measured of one case. */
export interface CaseResult {
  readonly name: string;
  readonly rounds: number;
  /** The load of the machine over the last minute, before and after. */
  readonly load: readonly [number, number];
  readonly series: readonly Series[];
}

/** A case whose round takes longer than this, in milliseconds, has been warmed up by its check. */
const slowRound = 1000;
/** As many rounds as go into this time, in milliseconds, but no fewer and no more than these. */
const roundTime = 30_000;
const fewest = 5;
const most = 20;
const warmUps = 3;

/**
 * Checks a case, then measures its sides in turn. The order of the sides is reversed every other round, so that what
 * one leaves warm or busy does not always favour the same. The check has run each side once; when the first round
 * shows that the case is slow, that was its warm-up and the round counts.
 */
export async function measure(subject: Case, bench: Bench, onRound: (done: number) => void): Promise<CaseResult> {
  await using _fixtures = await subject.fixtures(bench);
  await subject.check(bench);
  const sides = [subject.ours(bench), ...subject.peers(bench)];
  const before = loadavg()[0] ?? 0;
  const first = await round(sides);
  const length = first.reduce((sum, { wall }) => sum + wall, 0);
  const kept = length > slowRound ? [first] : [];
  if (kept.length === 0) for (let done = 1; done < warmUps; done++) await round(inTurn(sides, done));
  const wanted = Math.min(most, Math.max(fewest, Math.floor(roundTime / length)));
  while (kept.length < wanted) {
    bench.signal.throwIfAborted();
    kept.push(await round(inTurn(sides, kept.length)));
    onRound(kept.length);
  }
  const series = sides.flatMap((side) =>
    Object.keys(side.steps).map((step) => ({
      step,
      side: side.name,
      role: side.role,
      samples: kept.flatMap((timed) => timed.filter((one) => one.side === side.name && one.step === step)).map(bare),
    })),
  );
  return { name: subject.name, rounds: wanted, load: [before, loadavg()[0] ?? 0], series };
}

interface Timed extends Sample {
  readonly side: string;
  readonly step: string;
}

async function round(sides: readonly Side[]): Promise<readonly Timed[]> {
  const timed: Timed[] = [];
  for (const side of sides) {
    for (const [step, act] of Object.entries(side.steps)) timed.push({ side: side.name, step, ...(await act()) });
  }
  return timed;
}

function inTurn(sides: readonly Side[], number: number): readonly Side[] {
  return number % 2 === 0 ? sides : sides.toReversed();
}

function bare({ wall, cpu, rss }: Timed): Sample {
  return { wall: rounded(wall), cpu: rounded(cpu), ...(rss === undefined ? {} : { rss }) };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
