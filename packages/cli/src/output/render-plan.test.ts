import { describe, expect, test } from "bun:test";
import type { Plan } from "@slipway/stack";
import { renderPlan, renderPlanJson } from "./render-plan.ts";
import { createStyle } from "./style.ts";

const plain = createStyle(false);
const nothing: Plan = { projectName: "demo", operations: [], changes: [], unchanged: [], diagnostics: [] };
const stay = { kind: "container", name: "demo-db-1" } as const;

describe("a plan on the screen", () => {
  test("has a line with sign, name and reason for each change, the keys that differ beneath, and the sum", () => {
    const plan: Plan = {
      ...nothing,
      unchanged: [stay],
      changes: [
        { action: "create", kind: "network", name: "demo_default", reason: "not on the engine", differences: [] },
        {
          action: "recreate",
          kind: "container",
          name: "demo-web-1",
          service: "web",
          reason: "image changed",
          differences: [
            { key: "image", from: "nginx:1.26", to: "nginx:1.27" },
            { key: "ports", to: "8080:80" },
            { key: "user", from: "root" },
            { key: "environment.TOKEN" },
          ],
        },
        {
          action: "recreate",
          kind: "container",
          name: "demo-db-1",
          service: "db",
          reason: "environment.A changed",
          differences: [{ key: "environment.A" }],
        },
        { action: "remove", kind: "container", name: "demo-old-1", service: "old", reason: "orphan", differences: [] },
      ],
    };
    expect(renderPlan(plan, plain)).toBe(
      [
        "+ create   network demo_default  not on the engine",
        "~ recreate container demo-web-1  image changed",
        "    image: nginx:1.26 → nginx:1.27",
        "    ports: + 8080:80",
        "    user: - root",
        "    environment.TOKEN changed",
        "~ recreate container demo-db-1   environment.A changed",
        "- remove   container demo-old-1  orphan",
        "",
        "Plan: 1 to create, 2 to recreate, 1 to remove, 1 unchanged.",
        "",
      ].join("\n"),
    );
  });

  test("says that there is nothing to do", () => {
    expect(renderPlan({ ...nothing, unchanged: [stay, stay] }, plain)).toBe(
      "Nothing to do: 2 resources are as the project says.\n",
    );
    expect(renderPlan({ ...nothing, unchanged: [stay] }, plain)).toBe(
      "Nothing to do: 1 resource is as the project says.\n",
    );
    expect(renderPlan(nothing, plain)).toBe("Nothing to do.\n");
  });

  test("is one JSON object for programs", () => {
    expect(JSON.parse(renderPlanJson({ ...nothing, unchanged: [stay] }))).toEqual({
      project: "demo",
      changes: [],
      unchanged: [stay],
      operations: [],
    });
  });
});
