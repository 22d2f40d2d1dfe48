import { afterEach, beforeEach, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { auditRepository } from "../audit.ts";
import { rules } from "../rules/all-rules.ts";
import { changeSince } from "./change-since.ts";
import { openRepository } from "./open-repository.ts";

let outer = "";
let root = "";
beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), "slipway-revision-"));
  root = join(outer, "app");
  await write("README.md", "# Shop\n\n[how](docs/how.md), [gone](gone.md)\n");
  await write("docs/how.md", "# How\n");
  await write("compose.yaml", "services:\n  web:\n    image: shop:1.2\n    privileged: true\n");
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "first");
});
afterEach(() => rm(outer, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function git(...argv: readonly string[]): void {
  const own = ["-c", "user.name=me", "-c", "user.email=me@example.com", "-C", outer];
  expect(spawnSync("git", [...own, ...argv]).status).toBe(0);
}

/** What is told of the changes since the last commit. */
async function told() {
  const repository = openRepository(root);
  const { changed, before } = changeSince(repository, "HEAD");
  const asked = rules.filter(({ id }) => id === "DO701" || id === "SE604");
  const { findings, gates } = await auditRepository(repository, { rules: asked, today: "2026-11-21", changed, before });
  return { findings: findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`), gates };
}

test("of a change is told what it did to a file that it does not touch, and nothing that was there before", async () => {
  expect((await told()).findings).toEqual([]);
  await rename(join(root, "docs/how.md"), join(root, "docs/why.md"));
  expect((await told()).findings).toEqual(["DO701 README.md:3"]);
  await write("docs/why.md", "# Why\n\n[gone](gone.md)\n");
  expect((await told()).findings).toEqual(["DO701 README.md:3", "DO701 docs/why.md:3"]);
});

test("the gates stay those of the whole repository", async () => {
  const { gates } = await told();
  expect(gates.filter(({ state }) => state === "fail").map(({ id }) => id)).toEqual(["EX812", "EX813"]);
});

test("a repository at a revision has the files and texts that it had", async () => {
  await write("compose.yaml", "services: {}\n");
  await write("new.txt", "new\n");
  await rm(join(root, "docs/how.md"));
  const { before } = changeSince(openRepository(root), "HEAD");
  expect(before.paths).toEqual(["README.md", "compose.yaml", "docs/how.md"]);
  expect([before.read("compose.yaml")?.slice(0, 15), before.read("docs/how.md"), before.read("new.txt")]).toEqual([
    "services:\n  web",
    "# How\n",
    undefined,
  ]);
});

test("before its first commit all of a repository is a change; a revision that is not there is a mistake", async () => {
  await rm(join(outer, ".git"), { recursive: true });
  git("init", "-q");
  git("add", ".");
  expect((await told()).findings).toEqual(["SE604 compose.yaml:4", "DO701 README.md:3"]);
  expect(() => changeSince(openRepository(root), "gone")).toThrow("git does not tell what changed since gone");
});
