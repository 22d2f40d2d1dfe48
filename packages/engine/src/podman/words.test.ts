import { expect, test } from "bun:test";
import type { ContainerSummary } from "../types/container.ts";
import { familiarName, summaryInDockersWords } from "./words.ts";

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
