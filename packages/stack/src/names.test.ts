import { expect, test } from "bun:test";
import { projectWith } from "./convert/testing/sample.ts";
import { containerName, imageName, oneOffName, temporaryName } from "./names.ts";

const project = projectWith({
  services: {
    web: { name: "web", image: "nginx" },
    db: { name: "db", container_name: "the-db", build: { context: "/srv" } },
  },
});

test("a replica is named after project, service and number", () => {
  expect(containerName(project, "web", 2)).toBe("demo-web-2");
});

test("container_name wins", () => {
  expect(containerName(project, "db", 1)).toBe("the-db");
});

test("compatibility joins with underscores", () => {
  const compatible = { ...project, environment: { COMPOSE_COMPATIBILITY: "true" } };
  expect(containerName(compatible, "web", 1)).toBe("demo_web_1");
});

test("a service that no file has still has a name", () => {
  expect(containerName(project, "gone", 1)).toBe("demo-gone-1");
});

test("a container of run has 12 characters of its slug, and not the container_name", () => {
  expect(oneOffName(project, "db", "0123456789abcdef")).toBe("demo-db-run-0123456789ab");
});

test("a service that is only built runs <project>-<service>", () => {
  expect(Object.values(project.services).map((service) => imageName(project, service))).toEqual(["nginx", "demo-db"]);
});

test("a container that takes another's place is made under the short id of the other", () => {
  expect(temporaryName("0123456789abcdef0123", "demo-web-1")).toBe("0123456789ab_demo-web-1");
});
