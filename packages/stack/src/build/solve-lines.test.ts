import { expect, test } from "bun:test";
import type { SolveStatus } from "@slipway/engine";
import { SolveLines } from "./solve-lines.ts";

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const log = (vertex: string, text: string): SolveStatus => ({
  logs: [{ vertex, data: Buffer.from(text).toString("base64") }],
});
const begun = (digest: string, name: string): SolveStatus => ({ vertexes: [{ digest, name, started: at(0) }] });
const over = (digest: string, name: string, more: object = {}): SolveStatus => ({
  vertexes: [{ digest, name, started: at(0), completed: at(1.25), ...more }],
});

function shown(targets: readonly string[], statuses: readonly SolveStatus[]): readonly string[] {
  const lines = new SolveLines(targets);
  return statuses
    .flatMap((status) => [...lines.add(status)])
    .map((line) => `${line.target} | ${"text" in line ? line.text.trimEnd() : JSON.stringify(line.layer)}`);
}

test("the steps of one target are numbered, with what they print and how they end", () => {
  const steps = [
    begun("i", "[internal] load .dockerignore"),
    over("i", "[internal] load .dockerignore"),
    over("a", "[1/3] FROM busybox", { cached: true }),
    begun("b", "[2/3] RUN make"),
    log("b", "one\r\ntwo\n"),
    over("b", "[2/3] RUN make"),
    over("b", "[2/3] RUN make"),
    begun("c", "[3/3] RUN fail"),
    over("c", "[3/3] RUN fail", { error: "exit code: 3" }),
  ];
  expect(shown(["web"], steps)).toEqual([
    "web | #1 [1/3] FROM busybox",
    "web | #1 CACHED",
    "web | #2 [2/3] RUN make",
    "web | #2 one",
    "web | #2 two",
    "web | #2 DONE 1.3s",
    "web | #3 [3/3] RUN fail",
    "web | #3 ERROR: exit code: 3",
  ]);
});

test("with several targets each step goes to its own, and one that they share to both, once", () => {
  const steps = [
    begun("x", "[internal] load local bake definitions"),
    begun("s", "[web 1/2] FROM busybox"),
    begun("s", "[db 1/2] FROM busybox"),
    over("s", "[web 1/2] FROM busybox"),
    over("s", "[db 1/2] FROM busybox"),
    begun("w", "[web stage-0 2/2] RUN x"),
    log("w", "hello"),
    over("w", "[web stage-0 2/2] RUN x", { error: "exit code: 137: context canceled" }),
    begun("e", "[db] exporting to image"),
    over("m", "[db internal] load metadata for nope", { error: "not found" }),
    begun("o", "[other 1/1] RUN y"),
  ];
  expect(shown(["web", "db"], steps)).toEqual([
    "web | #1 [1/2] FROM busybox",
    "db | #1 [1/2] FROM busybox",
    "web | #1 DONE 1.3s",
    "db | #1 DONE 1.3s",
    "web | #2 [stage-0 2/2] RUN x",
    "web | #2 hello",
    "web | #2 CANCELED",
    "db | #2 exporting to image",
    "db | [internal] load metadata for nope ERROR: not found",
  ]);
});

test("what is pulled for a step is told by layer", () => {
  const id = `sha256:${"ab".repeat(32)}`;
  const steps: SolveStatus[] = [
    begun("a", "[1/2] FROM busybox"),
    { statuses: [{ id, vertex: "a", current: 5, total: 10 }] },
    { statuses: [{ id: "naming to x", vertex: "a", current: 0 }] },
  ];
  expect(shown(["web"], steps)).toEqual([
    "web | #1 [1/2] FROM busybox",
    'web | {"id":"abababababab","status":"Downloading","progressDetail":{"current":5,"total":10}}',
  ]);
});
