import { describe, expect, test } from "bun:test";
import type { StackEvent } from "@slipway/stack";
import { createStyle } from "../style.ts";
import { renderFrame } from "./frame.ts";
import { Rows } from "./rows.ts";

const options = { title: "Running", style: createStyle(false), now: 2000, last: false };

function rowsOf(...events: readonly StackEvent[]): Rows {
  const rows = new Rows();
  for (const event of events) rows.add(event, 0);
  return rows;
}

function container(number: number, state: "working" | "done" | "failed"): StackEvent {
  const text = { working: "Starting", done: "Started", failed: "Error" }[state];
  return { kind: "progress", subject: { kind: "container", name: `demo-web-${number}` }, state, text };
}

describe("a frame of the live view", () => {
  test("shows how much of a pull is there", () => {
    const subject = { kind: "image", name: "nginx" } as const;
    const size = { rows: 24, columns: 100 };
    const layer = (id: string, status: string, progressDetail = {}): StackEvent => ({
      kind: "layer",
      subject,
      line: { id, status, progressDetail },
    });
    const rows = rowsOf(
      { kind: "progress", subject, state: "working", text: "Pulling" },
      layer("a", "Downloading", { current: 10e6, total: 20e6 }),
      layer("b", "Downloading", { current: 1e6, total: 20e6 }),
      layer("b", "Download complete"),
    );
    expect(renderFrame(rows.all, { ...options, size })[1]).toContain(
      `Pulling  [${"━".repeat(15)}${" ".repeat(5)}] 30MB/40MB`,
    );
  });

  test("shows each layer that is worked on beneath its image, where there is room and while it lasts", () => {
    const subject = { kind: "image", name: "nginx" } as const;
    const layer = (id: string, status: string, current?: number): StackEvent => ({
      kind: "layer",
      subject,
      line: { id, status, progressDetail: current === undefined ? {} : { current, total: 20e6 } },
    });
    const rows = rowsOf(
      { kind: "progress", subject, state: "working", text: "Pulling" },
      layer("aaaaaaaaaaaa", "Downloading", 20e6),
      layer("aaaaaaaaaaaa", "Extracting", 10e6),
      layer("bbbbbbbbbbbb", "Downloading", 5e6),
      layer("cccccccccccc", "Downloading", 20e6),
      layer("cccccccccccc", "Pull complete"),
      layer("dddddddddddd", "Waiting"),
    );
    const shown = (size: { rows: number; columns: number }, last = false) =>
      renderFrame(rows.all, { ...options, size, last }).slice(2);
    const lines = [
      `     aaaaaaaaaaaa  Extracting   [${"━".repeat(10)}${" ".repeat(10)}] 10MB/20MB`,
      `     bbbbbbbbbbbb  Downloading  [${"━".repeat(5)}${" ".repeat(15)}] 5MB/20MB`,
    ];
    expect(shown({ rows: 24, columns: 100 })).toEqual(lines);
    expect(shown({ rows: 5, columns: 100 })).toEqual([]);
    expect(shown({ rows: 24, columns: 100 }, true)).toEqual([]);
  });

  test("counts what is pushed", () => {
    const subject = { kind: "image", name: "app" } as const;
    const line = { id: "a", status: "Pushing", progressDetail: { current: 5e6, total: 10e6 } };
    const rows = rowsOf(
      { kind: "progress", subject, state: "working", text: "Pushing" },
      { kind: "layer", subject, line },
      { kind: "layer", subject, line: { id: "b", status: "Layer already exists" } },
    );
    expect(renderFrame(rows.all, { ...options, size: { rows: 24, columns: 100 } })[1]).toContain("] 5MB/10MB");
  });

  test.each([10, 20, 40, 80, 200])("is nowhere wider than a terminal of %i columns", (columns) => {
    const rows = rowsOf(
      {
        kind: "progress",
        subject: { kind: "container", name: "プロジェクト-web-1" },
        state: "working",
        text: "Creating",
        detail: "x".repeat(300),
      },
      container(2, "done"),
      {
        kind: "build",
        subject: { kind: "image", name: "demo-web" },
        text: "Step 3/9 : RUN a long command that goes on and on\n",
      },
    );
    for (const line of renderFrame(rows.all, { ...options, size: { rows: 24, columns } })) {
      expect(Bun.stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  test("keeps failures and work in progress when not all fits, and says how many more there are", () => {
    const rows = rowsOf(
      ...Array.from({ length: 20 }, (_, index) => container(index + 1, "done")),
      container(21, "working"),
      container(22, "failed"),
    );
    const lines = renderFrame(rows.all, { ...options, size: { rows: 10, columns: 80 } });
    expect(lines).toHaveLength(9);
    expect(lines.join("\n")).toContain("demo-web-21");
    expect(lines.join("\n")).toContain("demo-web-22");
    expect(lines.at(-1)).toBe(" … and 15 more");
  });

  test("shows everything in the last one", () => {
    const rows = rowsOf(...Array.from({ length: 20 }, (_, index) => container(index + 1, "done")));
    expect(renderFrame(rows.all, { ...options, last: true, size: { rows: 10, columns: 80 } })).toHaveLength(21);
  });
});
