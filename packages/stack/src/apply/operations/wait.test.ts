import { expect, test } from "bun:test";
import { SlipwayError } from "@slipway/core";
import type { ContainerInspect, ContainerState } from "@slipway/engine";
import { type Condition, judge } from "./wait.ts";

function say(condition: Condition, state: Partial<ContainerState>): string {
  const inspect = { Name: "/demo-db-1", State: { Restarting: false, ...state } } as ContainerInspect;
  const verdict = judge(condition, inspect);
  if (verdict instanceof SlipwayError) return verdict.message;
  return verdict.met ? verdict.word : "wait";
}

const health = (Status: "starting" | "healthy" | "unhealthy", output = "") => ({
  Status: "running" as const,
  Health: { Status, FailingStreak: 1, Log: [{ Start: "", End: "", ExitCode: 1, Output: output }] },
});

const rows: [Condition, string, Partial<ContainerState>, string][] = [
  ["service_healthy", "that is not started yet", { Status: "created" }, "wait"],
  ["service_healthy", "whose probe has not answered", health("starting"), "wait"],
  ["service_healthy", "that is healthy", health("healthy"), "Healthy"],
  [
    "service_healthy",
    "that is unhealthy",
    health("unhealthy", "line\nno route\n"),
    'the container "demo-db-1" is unhealthy: its probe says: no route',
  ],
  [
    "service_healthy",
    "whose probe says nothing",
    health("unhealthy"),
    'the container "demo-db-1" is unhealthy: its probe exited with 1',
  ],
  [
    "service_healthy",
    "without a healthcheck",
    { Status: "running" },
    'the container "demo-db-1" has no healthcheck, so it cannot become healthy',
  ],
  ["service_healthy", "that crashed and comes back", { Status: "restarting", Restarting: true }, "wait"],
  [
    "service_healthy",
    "that ended",
    { Status: "exited", ExitCode: 3, Health: { Status: "starting", FailingStreak: 0 } },
    'the container "demo-db-1" exited with 3 before it was healthy',
  ],
  ["service_completed_successfully", "that runs", { Status: "running" }, "wait"],
  ["service_completed_successfully", "that ended well", { Status: "exited", ExitCode: 0 }, "Exited"],
  [
    "service_completed_successfully",
    "that failed",
    { Status: "exited", ExitCode: 2 },
    'the container "demo-db-1" had to complete, but exited with 2',
  ],
  ["ready", "without a healthcheck that runs", { Status: "running" }, "Running"],
  ["ready", "that ended well, such as a job", { Status: "exited", ExitCode: 0 }, "Exited"],
  [
    "ready",
    "that failed",
    { Status: "exited", ExitCode: 1 },
    'the container "demo-db-1" exited with 1 before it was ready',
  ],
];

for (const [condition, kind, state, said] of rows) {
  test(`${condition}: a container ${kind} means: ${said}`, () => {
    expect(say(condition, state)).toBe(said);
  });
}

test("a container that crashes again and again while it is waited for is given up, whatever it did before", () => {
  const crashing = (RestartCount: number) =>
    ({
      Name: "/demo-db-1",
      RestartCount,
      State: { Status: "restarting", Restarting: true, ExitCode: 1 },
    }) as ContainerInspect;
  expect(judge("service_healthy", crashing(104), 100)).toEqual({ met: false });
  const given = judge("service_healthy", crashing(105), 100);
  expect(given instanceof SlipwayError ? given.message : given).toBe(
    'the container "demo-db-1" exited with 1 and was started again 5 times while it was waited for',
  );
});
