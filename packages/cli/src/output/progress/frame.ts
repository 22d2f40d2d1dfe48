import { formatBytes } from "@slipway/core";
import type { TerminalSize } from "../../context.ts";
import type { Style } from "../style.ts";
import { cut } from "../width.ts";
import type { Row } from "./rows.ts";

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

interface FrameOptions {
  /** What is going on: `Running`, `Stopping`. */
  readonly title: string;
  readonly size: TerminalSize;
  readonly style: Style;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The last frame shows every row, however many there are: it stays on the screen. */
  readonly last: boolean;
}

/** The lines of the live view: a head with the count, then a line for each resource that fits. No line is wider than the terminal. */
export function renderFrame(rows: readonly Row[], options: FrameOptions): string[] {
  const { style, size, title, last } = options;
  const done = rows.filter((row) => row.state !== "working").length;
  const head = `[+] ${title} ${done}/${rows.length}`;
  const shown = last ? rows : fitting(rows, size.rows - 3);
  const titleWidth = Math.max(0, ...shown.map((row) => Bun.stringWidth(row.title)));
  const layers = last ? [] : shown.flatMap(activeLayers);
  const room = shown.length + layers.length <= size.rows - 3;
  const lines = shown.flatMap((row) => [
    renderRow(row, titleWidth, options),
    ...(room && !last ? activeLayers(row).map((line) => style.dim(cut(line, size.columns))) : []),
  ]);
  const hidden = rows.length - shown.length;
  if (hidden > 0) lines.push(style.dim(cut(` … and ${hidden} more`, size.columns)));
  return [style.bold(cut(head, size.columns)), ...lines];
}

/** Failures and work in progress come before what is done; among the done the latest stay. */
function fitting(rows: readonly Row[], room: number): readonly Row[] {
  if (rows.length <= room) return rows;
  const weight = (row: Row): number => (row.state === "failed" ? 0 : row.state === "working" ? 1 : 2);
  const kept = [...rows]
    .sort((a, b) => weight(a) - weight(b) || (b.endedAt ?? b.startedAt) - (a.endedAt ?? a.startedAt))
    .slice(0, Math.max(1, room));
  return rows.filter((row) => kept.includes(row));
}

function renderRow(row: Row, titleWidth: number, { size, style, now }: FrameOptions): string {
  const elapsed = `${(((row.endedAt ?? now) - row.startedAt) / 1000).toFixed(1)}s`;
  const padding = " ".repeat(titleWidth - Bun.stringWidth(row.title));
  const mark = markOf(row, now);
  const left = ` ${mark} ${row.title}${padding}  ${row.text}`;
  const room = size.columns - elapsed.length - 2;
  const paint = { working: style.cyan, done: style.green, failed: style.red, warning: style.yellow }[row.state];
  const fits = Bun.stringWidth(left) <= room;
  const painted = fits ? ` ${paint(mark)} ${row.title}${padding}  ${paint(row.text)}` : cut(left, room);
  const detail = row.state === "done" ? "" : [transfer(row), row.detail].filter(Boolean).join("  ");
  const leftWidth = Math.min(Bun.stringWidth(left), room);
  const more = detail === "" ? "" : cut(`  ${detail}`, room - leftWidth);
  const gap = " ".repeat(size.columns - leftWidth - Bun.stringWidth(more) - elapsed.length - 1);
  return `${painted}${style.dim(more)}${gap}${style.dim(elapsed)}`;
}

function markOf(row: Row, now: number): string {
  if (row.state === "done") return "✔";
  if (row.state === "failed") return "✘";
  if (row.state === "warning") return "!";
  return spinner[Math.floor(now / 100) % spinner.length] ?? "";
}

/** A line for each layer that something is done with. */
function activeLayers(row: Row): readonly string[] {
  if (row.state !== "working") return [];
  return [...row.layers].flatMap(([id, { doing }]) =>
    doing ? [`     ${id}  ${doing.status.padEnd(11)}  ${bar(doing.current, doing.total)}`] : [],
  );
}

/** All layers together. */
function transfer(row: Row): string {
  let current = 0;
  let total = 0;
  for (const layer of row.layers.values()) {
    current += layer.current;
    total += layer.total;
  }
  return total === 0 ? "" : bar(current, total);
}

/** `[━━━━━     ] 12.3MB/45MB` */
function bar(current: number, total: number): string {
  const filled = Math.min(20, Math.round((current / total) * 20));
  return `[${"━".repeat(filled)}${" ".repeat(20 - filled)}] ${formatBytes(current)}/${formatBytes(total)}`;
}
