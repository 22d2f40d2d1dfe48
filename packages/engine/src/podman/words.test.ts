import { expect, test } from "bun:test";
import type { ContainerInspect, ContainerSummary } from "../types/container.ts";
import { familiarName, inspectInDockersWords, summaryInDockersWords } from "./words.ts";

const row: ContainerSummary = {
  Id: "1",
  Names: ["/web"],
  Image: "docker.io/library/nginx:1.22",
  ImageID: "sha256:2",
  Command: "nginx",
  Created: 0,
  Ports: [],
  Labels: {},
  State: "running",
  Status: "Up 3 minutes",
  Mounts: [],
};

test("an image of Docker Hub has its short name, another its full one", () => {
  expect(
    ["docker.io/library/nginx:1", "docker.io/me/app", "quay.io/me/app", "localhost/app"].map(familiarName),
  ).toEqual(["nginx:1", "me/app", "quay.io/me/app", "localhost/app"]);
});

test("health, which Podman tells elsewhere, stands in the status", () => {
  expect(summaryInDockersWords(row, "healthy").Status).toBe("Up 3 minutes (healthy)");
  expect(summaryInDockersWords(row, "starting").Status).toBe("Up 3 minutes (health: starting)");
  expect(summaryInDockersWords(row, "").Status).toBe("Up 3 minutes");
  expect(summaryInDockersWords({ ...row, Status: "Exited (0) 1 second ago" }, "healthy").Status).not.toContain(
    "healthy",
  );
});

test("a state that only Podman has is the one that Docker would be in", () => {
  const stopping = { ...row, State: "stopping" as ContainerSummary["State"] };
  expect(summaryInDockersWords(stopping, "").State).toBe("running");
});

test("a container without a network of its own has none, where Podman tells null", () => {
  const without = { ...row, NetworkSettings: { Networks: null } } as unknown as ContainerSummary;
  expect(summaryInDockersWords(without, "").NetworkSettings).toEqual({ Networks: {} });
});

test("a container that its policy starts again is restarting, until it has had time for that", () => {
  const ended = Date.parse("2026-01-01T00:00:00Z");
  const stateAfter = (ms: number, Name: string, exitCode = 1, restarts = 0): string => {
    const State = {
      Status: "exited",
      Restarting: false,
      ExitCode: exitCode,
      FinishedAt: new Date(ended).toISOString(),
    };
    const HostConfig = { RestartPolicy: { Name, MaximumRetryCount: Name === "on-failure" ? 2 : 0 } };
    const told = { Config: {}, HostConfig, State, RestartCount: restarts } as unknown as ContainerInspect;
    const shown = inspectInDockersWords(told, ended + ms).State;
    expect(shown.Restarting).toBe(shown.Status === "restarting");
    return shown.Status;
  };
  expect(["always", "unless-stopped", "on-failure", "no"].map((policy) => stateAfter(100, policy))).toEqual([
    "restarting",
    "restarting",
    "restarting",
    "exited",
  ]);
  expect(stateAfter(60_000, "always")).toBe("exited");
  expect(stateAfter(100, "on-failure", 0)).toBe("exited");
  expect(stateAfter(100, "on-failure", 1, 2)).toBe("exited");
});

test("a container without a healthcheck has no health, where Podman tells an empty one", () => {
  const healthOf = (Status: string): unknown => {
    const State = { Status: "running", Health: { Status, FailingStreak: 0, Log: null } };
    const told = { Config: {}, HostConfig: {}, State } as unknown as ContainerInspect;
    return inspectInDockersWords(told).State.Health?.Status;
  };
  expect([healthOf(""), healthOf("starting")]).toEqual([undefined, "starting"]);
});
