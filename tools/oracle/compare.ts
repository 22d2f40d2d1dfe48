import type { ConformanceCase, Result } from "../../packages/compose/src/testing/conformance-case.ts";
import { runCase } from "../../packages/compose/src/testing/run-case.ts";
import { runPeer } from "./peer.ts";

/** What both make of a project. */
export interface Compared {
  readonly ours: Result;
  readonly peer: Result;
  readonly same: boolean;
}

/** Both run on a project. The same is: the same text, or both refuse; messages differ on purpose. */
export async function compare(
  program: string,
  one: Pick<ConformanceCase, "files" | "env" | "run" | "cwd">,
): Promise<Compared> {
  const [ours, peer] = await Promise.all([runCase(one), runPeer(program, one)]);
  return { ours, peer, same: ours.printed === peer.printed };
}

/** The lines that differ: `-` docker compose, `+` Slipway; whole texts where one of them refuses. */
export function difference({ ours, peer, same }: Compared): string {
  if (same) return "";
  if (ours.printed === undefined || peer.printed === undefined) {
    return `- ${peer.refused === undefined ? "loads it" : `refuses: ${peer.refused}`}\n+ ${ours.refused === undefined ? "loads it" : `refuses: ${ours.refused}`}`;
  }
  const [theirs, own] = [peer.printed.split("\n"), ours.printed.split("\n")];
  let start = 0;
  while (theirs[start] === own[start]) start++;
  let end = 1;
  while (end <= Math.min(theirs.length, own.length) - start && theirs.at(-end) === own.at(-end)) end++;
  const part = (lines: readonly string[]): readonly string[] => lines.slice(start, lines.length - end + 1);
  return [...part(theirs).map((line) => `- ${line}`), ...part(own).map((line) => `+ ${line}`)].join("\n");
}

/** Work done over items by several at a time; results in the order of the items. */
export async function inParallel<Item, Made>(
  items: readonly Item[],
  count: number,
  work: (item: Item, index: number) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) made[at] = await work(items[at] as Item, at);
  };
  await Promise.all(Array.from({ length: count }, worker));
  return made;
}
