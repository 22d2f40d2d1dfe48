import { join } from "node:path";
import type { Results } from "./results.ts";
import { type Cost, type Row, rowsOf } from "./rows.ts";

const begin = "<!-- table: written by `npm run bench` -->";
const end = "<!-- end of table -->";

/** The results as Markdown: what was measured on what, and a row for each step. */
function renderTable({ machine, cases }: Results): string {
  const rows = cases.flatMap(rowsOf);
  return [
    `${machine.date} UTC · commit ${machine.commit} · slipway ${machine.slipway} (Bun ${machine.bun}) · docker compose ${machine.dockerCompose} · engine ${machine.engine}`,
    `${machine.processor}, ${machine.memory}, Linux ${machine.kernel} · load at the start ${machine.load.join(" ")}, by case ${cases.map(({ name, load }) => `${name} ${load.map((one) => one.toFixed(1)).join("–")}`).join(", ")}`,
    "",
    "| | slipway ms | docker compose ms | **ratio** | as typed ms | ratio | least ms | slipway ÷ least | p95 ms | CPU ms | RSS MB | rounds |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map(renderRow),
  ].join("\n");
}

/** A line for the terminal while the run goes on. */
export function renderLine({ name, ours, peer, typed, bounds }: Row): string {
  const least = bounds.map(({ side, wall }) => `, ${side} ${milliseconds(wall.median)}`).join("");
  const through = typed ? `, as typed ${milliseconds(typed.wall.median)}` : "";
  return `${name.padEnd(38)} ratio ${ratio(ours, peer)}  (slipway ${milliseconds(ours.wall.median)}, ${peer.side} ${milliseconds(peer.wall.median)}${through}${least} ms)`;
}

/** Puts the table into `RESULTS.md`, between its marks; what stands around it is written by hand. */
export async function rewriteResults(results: Results): Promise<void> {
  const path = join(import.meta.dir, "RESULTS.md");
  const text = await Bun.file(path).text();
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has lost the marks of its table`);
  await Bun.write(path, `${before}${begin}\n${renderTable(results)}\n${end}${after}`);
}

function renderRow({ name, rounds, ours, peer, typed, bounds }: Row): string {
  const cells = [
    `\`${name.replace(/,.*/, "")}\`${name.replace(/^[^,]*/, "")}`,
    withSpread(ours),
    `${withSpread(peer)}${peer.side === "docker compose" ? "" : `<br>${peer.side}`}`,
    `**${ratio(ours, peer)}**`,
    typed ? withSpread(typed) : "–",
    typed ? ratio(ours, typed) : "–",
    bounds.map(({ side, wall }) => `${milliseconds(wall.median)} (${side})`).join("<br>") || "–",
    bounds.map((bound) => ratio(ours, bound)).join("<br>") || "–",
    `${milliseconds(ours.wall.p95)} : ${milliseconds(peer.wall.p95)}`,
    `${milliseconds(ours.cpu)} : ${milliseconds(peer.cpu)}`,
    `${ours.megabytes?.toFixed(0) ?? "–"} : ${peer.megabytes?.toFixed(0) ?? "–"}`,
    rounds,
  ];
  return `| ${cells.join(" | ")} |`;
}

function withSpread({ wall }: Cost): string {
  return `${milliseconds(wall.median)} (${milliseconds(wall.low)}–${milliseconds(wall.high)})`;
}

function ratio(one: Cost, other: Cost): string {
  return (one.wall.median / other.wall.median).toFixed(2);
}

function milliseconds(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}
