import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "@slipway/compose";
import { projectWith } from "./convert/testing/sample.ts";
import { label } from "./labels.ts";
import type { ObservedContainer } from "./observed.ts";
import { ownedElsewhere } from "./ownership.ts";
import { ownershipErrors } from "./plan/ownership.ts";

const root = mkdtempSync(join(tmpdir(), "slipway-owner-"));
for (const name of ["mine", "other"]) mkdirSync(join(root, name));
symlinkSync(join(root, "mine"), join(root, "link"));
afterAll(() => rmSync(root, { recursive: true }));

const project: Project = {
  ...projectWith({}),
  workingDir: join(root, "mine"),
  composeFiles: [join(root, "mine/compose.yaml")],
};

function madeFrom(directory: string, ...files: string[]): ObservedContainer {
  const Labels = { [label.workingDir]: directory, [label.configFiles]: files.join(",") };
  return { id: "c1", summary: { Labels } } as unknown as ObservedContainer;
}

const owner = (...containers: ObservedContainer[]): string | undefined =>
  ownedElsewhere(project, containers)?.workingDir;

test("a project name belongs to the directory that its containers were made from", () => {
  expect(owner(madeFrom(join(root, "other"), join(root, "other/compose.yaml")))).toBe(join(root, "other"));
});

test("it is the same project with other files of the directory, and with a file in common", () => {
  expect(owner(madeFrom(join(root, "mine"), join(root, "mine/prod.yaml")))).toBeUndefined();
  expect(owner(madeFrom(join(root, "other"), join(root, "mine/compose.yaml")))).toBeUndefined();
});

test("it is the same project after its directory was moved, through a symbolic link, and at another commit", () => {
  expect(owner(madeFrom(join(root, "before-it-was-moved")))).toBeUndefined();
  expect(owner(madeFrom(join(root, "link")))).toBeUndefined();
  const at = (commit: string): string => join(root, "git", commit.repeat(32), "app");
  mkdirSync(at("a"), { recursive: true });
  expect(ownedElsewhere({ ...project, workingDir: at("b") }, [madeFrom(at("a"))])).toBeUndefined();
});

test("a container without the labels belongs to nobody", () => {
  const bare = { id: "c1", summary: { Labels: {} } } as unknown as ObservedContainer;
  expect(owner(bare)).toBeUndefined();
});

test("the error names both directories, and SLIPWAY_TAKE_OVER takes it away", () => {
  const owned = { workingDir: "/srv/other", containerIds: new Set(["a", "b"]) };
  const observed = { ownedElsewhere: owned } as unknown as Parameters<typeof ownershipErrors>[1];
  const [error] = ownershipErrors(project, observed);
  expect(error?.code).toBe("STACK_PROJECT_OWNED");
  expect(error?.message).toContain("belongs to /srv/other, which has 2 containers");
  expect(error?.message).toContain(project.workingDir);
  const willing = { ...project, environment: { SLIPWAY_TAKE_OVER: "1" } };
  expect(ownershipErrors(willing, observed)).toEqual([]);
});
