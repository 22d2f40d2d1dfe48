import { afterAll, beforeAll, expect } from "bun:test";
import { type GitServer, gitServer } from "../testing/git-server.ts";
import { lending } from "../testing/lending.ts";
import { outcomeOf, requestOf, step } from "../testing/subject.ts";
import { dockerSubject } from "./testing/docker-subject.ts";

const token = "token-of-the-git-server";
let server: GitServer;
const test = lending(() => dockerSubject({ reachable: [server.host] }));
beforeAll(async () => {
  server = await gitServer({ token });
});
afterAll(() => server[Symbol.asyncDispose]());

const repository = (commit: string) => ({
  url: server.url,
  commit,
  submodules: false,
  lfs: false,
  credential: "GIT_TOKEN",
});

test("a job sees the very commit that it names, also when its branch has gone on", async (subject) => {
  const first = await server.commit({ "a.txt": "one", "dir/b.txt": "two" });
  await server.commit({ "a.txt": "later" });
  const run = "cat a.txt dir/b.txt; echo; git rev-parse HEAD; git rev-list --count HEAD; git status --porcelain";
  const request = requestOf({ ...step(run), repository: repository(first) });
  const { end, output, phases } = await outcomeOf(subject.runner, {
    ...request,
    secrets: new Map([["GIT_TOKEN", token]]),
  });
  expect(output).toBe(`onetwo\n${first}\n1\n`);
  expect(phases).toEqual([`checkout ${first}`, "steps test"]);
  const tree = await server.git("rev-parse", `${first}^{tree}`);
  expect(end).toMatchObject({ reason: "exit", exitCode: 0, commit: first, tree, egress: { allowed: [server.host] } });
});

test("the token is nowhere: not in the container's description, not in a file, not in an environment", async (subject) => {
  const commit = await server.commit({});
  const run = [
    `if grep -rqs ${token.slice(0, 12)}""${token.slice(12)} /job /tmp /etc /proc/[0-9]*/environ /proc/[0-9]*/cmdline; then echo leaked; fi`,
    "cat .git/config; git config --get-all credential.helper || echo none",
  ].join("\n");
  const request = requestOf({ ...step(run), repository: repository(commit) });
  const started = await subject.runner.start({ ...request, secrets: new Map([["GIT_TOKEN", token]]) });
  const described = JSON.stringify(await subject.engine.containers.inspect((await started.applied()).container));
  expect(described).not.toContain(token);
  expect(described).not.toContain(server.url);
  let output = "";
  for await (const { bytes } of started.logs(0)) output += Buffer.from(bytes).toString();
  expect(output).toContain(`url = ${server.url}`);
  expect(output).toEndWith("none\n");
  expect(output).not.toContain("leaked");
  await subject.runner.remove(started);
});

test("the server cannot be reached any more when the job's own commands run", async (subject) => {
  const commit = await server.commit({});
  const run = `git -c http.proxy=http://127.0.0.1:3128 ls-remote ${server.url} 2>&1 || echo refused`;
  const request = requestOf({ ...step(run), repository: repository(commit) });
  const { end, output } = await outcomeOf(subject.runner, { ...request, secrets: new Map([["GIT_TOKEN", token]]) });
  expect(output).toContain("403");
  expect(output).toEndWith("refused\n");
  expect(end.egress).toEqual({ allowed: [server.host], denied: [server.host] });
});

test("a commit that is not there, or a wrong token, ends the attempt as a checkout that failed", async (subject) => {
  const none = "0123456789012345678901234567890123456789";
  const ends = await Promise.all(
    [token, "a-wrong-token"].map(async (given) => {
      const request = requestOf({ ...step("echo never"), repository: repository(none) });
      return await outcomeOf(subject.runner, { ...request, secrets: new Map([["GIT_TOKEN", given]]) });
    }),
  );
  for (const { end, output } of ends) {
    expect(end).toMatchObject({ reason: "checkout" });
    expect(end.message).toContain(`commit ${none} of ${server.url} could not be checked out`);
    expect(output).not.toContain("never");
  }
});

test("what a repository would have git run is not run", async () => {
  await using hostile = await gitServer();
  await using own = await dockerSubject({ reachable: [hostile.host] });
  const commit = await hostile.commit({
    ".gitattributes": "* filter=evil diff=evil merge=evil\n",
    ".githooks/post-checkout": "#!/bin/sh\necho hooked\n",
    ".gitconfig": '[core]\nhooksPath = .githooks\n[filter "evil"]\nsmudge = echo smudged\n',
    ".gitmodules": '[submodule "x"]\npath = x\nurl = ext::sh -c "echo ran"\nupdate = !echo updated\n',
  });
  const spec = { url: hostile.url, commit, submodules: false, lfs: false };
  const { output } = await outcomeOf(own.runner, requestOf({ ...step("echo fine"), repository: spec }));
  expect(output).toBe("fine\n");
  const all = await outcomeOf(own.runner, requestOf({ ...step("true"), repository: { ...spec, submodules: true } }));
  expect(all.output).toBe("");
});

test("a server that gives no commit by its name is asked for its history", async () => {
  await using old = await gitServer({ anyCommit: false });
  const commit = await old.commit({ "a.txt": "old" });
  await old.commit({ "a.txt": "new" });
  await using own = await dockerSubject({ reachable: [old.host] });
  const spec = { ...step("cat a.txt"), repository: { url: old.url, commit, submodules: false, lfs: false } };
  const { end, output } = await outcomeOf(own.runner, requestOf(spec));
  expect(end).toMatchObject({ reason: "exit", commit });
  expect(output).toEndWith("old");
});

test("submodules come along when they are asked for", async () => {
  await using server = await gitServer({ token });
  await using inner = await gitServer();
  const part = await inner.commit({ "part.txt": "part" });
  await using own = await dockerSubject({ reachable: [server.host, inner.host] });
  await server.git("submodule", "add", "-q", inner.url, "part");
  const commit = await server.commit({});
  const spec = {
    ...step("cat part/part.txt; git -C part rev-parse HEAD"),
    repository: { ...repository(commit), url: server.url, submodules: true },
    network: { allow: [inner.host] },
  };
  const { output } = await outcomeOf(own.runner, { ...requestOf(spec), secrets: new Map([["GIT_TOKEN", token]]) });
  expect(output).toBe(`part${part}\n`);
});
