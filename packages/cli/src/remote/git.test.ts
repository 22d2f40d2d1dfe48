import { afterAll, beforeAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProject } from "@slipway/compose";
import { fetchGit } from "./git.ts";

const folder = mkdtempSync(join(tmpdir(), "slipway-git-"));
const url = `file://${join(folder, "shop.git")}`;
const cache = join(folder, "cache");
const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", GIT_DIR: "/nowhere" };
const fetch = (address: string) => fetchGit(address, { env, cache, protocols: ["file"] });
let first = "";

/** A bare repository with a tag at the first commit, and a branch that goes on. */
beforeAll(() => {
  const work = join(folder, "work");
  const git = (...argv: string[]): string => {
    const identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
    const { GIT_DIR: _, ...rest } = env;
    const ran = spawnSync("git", [...identity, ...argv], { cwd: work, env: rest, encoding: "utf8" });
    if (ran.status !== 0) throw new Error(ran.stderr);
    return ran.stdout.trim();
  };
  mkdirSync(join(work, "deploy"), { recursive: true });
  writeFileSync(join(work, "compose.yaml"), "services: {web: {image: 'web:1', build: .}}\n");
  writeFileSync(join(work, "deploy/docker-compose.yml"), "services: {job: {image: job}}\n");
  symlinkSync("../../../..", join(work, "up"));
  git("init", "--quiet");
  git("add", "-A");
  git("commit", "--quiet", "-m", "one");
  first = git("rev-parse", "HEAD");
  git("tag", "-a", "v1", "-m", "v1");
  writeFileSync(join(work, "compose.yaml"), "services: {web: {image: 'web:2'}}\n");
  git("commit", "--quiet", "-am", "two");
  git("clone", "--quiet", "--bare", ".", join(folder, "shop.git"));
  git("-C", join(folder, "shop.git"), "config", "uploadpack.allowAnySHA1InWant", "true");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the newest commit is fetched, without history and without .git", async () => {
  const { file, root } = await fetch(url);
  expect(readFileSync(file, "utf8")).toContain("web:2");
  expect(readdirSync(root).sort()).toEqual(["compose.yaml", "deploy", "up"]);
});

test("a tag, a branch and a commit name what they are; a directory is looked into", async () => {
  expect(readFileSync((await fetch(`${url}#v1`)).file, "utf8")).toContain("web:1");
  expect(readFileSync((await fetch(`${url}#main`)).file, "utf8")).toContain("web:2");
  expect(readFileSync((await fetch(`${url}#${first}`)).file, "utf8")).toContain("web:1");
  expect((await fetch(`${url}#main:deploy`)).file).toEndWith("/shop/deploy/docker-compose.yml");
});

test("a commit is fetched once: then it is found in the cache", async () => {
  const { file } = await fetch(`${url}#${first}`);
  writeFileSync(file, "kept");
  expect(readFileSync((await fetch(`${url}#v1`)).file, "utf8")).toBe("kept");
});

test("a project is loaded from a repository, with its name and its directory", async () => {
  const options = { cwd: folder, env: {}, files: [`${url}#main`], resolveRemote: fetch };
  const { project, diagnostics } = await loadProject(options);
  expect(diagnostics).toEqual([]);
  expect(project).toMatchObject({ name: "shop", services: { web: { image: "web:2" } } });
});

const refused: readonly [title: string, address: string, code: string, message: RegExp][] = [
  ["a branch that is not there", `${url}#nothing`, "CLI_GIT_FAILED", /has no branch or tag "nothing"/],
  ["a repository that is not there", `file://${folder}/no.git`, "CLI_GIT_FAILED", /does not (exist|appear)/],
  ["a directory that is not there", `${url}#main:no`, "CLI_REMOTE_CONTENT", /there is no no in it/],
  ["a way out", `${url}#main:../../etc`, "CLI_REMOTE_ADDRESS", /leads out of the repository/],
  ["a way out over a symbolic link", `${url}#main:up/work`, "CLI_REMOTE_CONTENT", /leads out of it/],
  ["a protocol that runs programs", "ext::sh -c whoami", "CLI_REMOTE_ADDRESS", /over no protocol/],
  ["a protocol without encryption", "http://example.org/a.git", "CLI_REMOTE_ADDRESS", /is fetched over http/],
  ["an option in the place of a ref", `${url}#--upload-pack=sh`, "CLI_REMOTE_ADDRESS", /is no address/],
];
for (const [title, address, code, message] of refused) {
  test(`${title} is refused`, async () => {
    await expect(fetch(address)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
}

test("https and ssh are what is fetched by itself", async () => {
  await expect(fetchGit(url, { env, cache })).rejects.toMatchObject({ code: "CLI_REMOTE_ADDRESS" });
});
