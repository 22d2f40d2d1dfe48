import { afterAll, beforeAll, expect, test } from "bun:test";
import { packFiles } from "@slipway/engine";
import type { JobSpec } from "../../job/spec.ts";
import { type GitServer, gitServer } from "../testing/git-server.ts";
import { type Outcome, outcomeOf, requestOf, step } from "../testing/subject.ts";
import { dockerSubject } from "./testing/docker-subject.ts";

/** What deploy/runner/Dockerfile makes. */
const image = "slipway-runner:local";
const withoutLfs = `slipway-test-no-lfs:${process.pid}`;
const token = "token-of-the-git-server";
const attributes = "*.bin filter=lfs diff=lfs merge=lfs -text\n";
let server: GitServer;
let subject: Awaited<ReturnType<typeof dockerSubject>>;
beforeAll(async () => {
  // git-lfs goes to a loopback address without the proxy that all others need.
  server = await gitServer({ token, name: "git.test" });
  subject = await dockerSubject({ reachable: [server.host], resolve: async () => ["127.0.0.1"], image });
  const dockerfile = `FROM ${image}\nUSER root\nRUN rm "$(command -v git-lfs)"\nUSER 65532:65532\n`;
  const files = [{ path: "Dockerfile", content: dockerfile }];
  const context = (async function* () {
    yield await packFiles(files);
  })();
  for await (const _ of subject.engine.images.build({ context, tags: [withoutLfs], network: "none" }));
}, 60_000);
afterAll(async () => {
  await subject[Symbol.asyncDispose]();
  await subject.engine.images.remove(withoutLfs);
  await server[Symbol.asyncDispose]();
});

async function outcome(commit: string, run: string, spec: Partial<JobSpec> = {}): Promise<Outcome> {
  const repository = { url: server.url, commit, submodules: false, lfs: true, credential: "GIT_TOKEN" };
  const request = requestOf({ ...step(run), repository, ...spec });
  return await outcomeOf(subject.runner, { ...request, secrets: new Map([["GIT_TOKEN", token]]) });
}

test("in the runner image built here a job sees the large files of its commit, and leaves its artifacts", async () => {
  const content = "large ".repeat(50_000);
  const commit = await server.commit({ ".gitattributes": attributes, "a.bin": server.large.keep(content) });
  const run =
    "id -un; git lfs version | cut -c-8; sha256sum a.bin | cut -c-64; git status --porcelain; cp a.bin out.bin";
  const { end, output, artifacts } = await outcome(commit, run, { artifacts: ["out.bin"] });
  const digest = new Bun.CryptoHasher("sha256").update(content).digest("hex");
  expect(output).toBe(`job\ngit-lfs/\n${digest}\n`);
  expect(end).toMatchObject({ reason: "exit", exitCode: 0, commit, egress: { allowed: [server.host], denied: [] } });
  expect(artifacts.get("out.bin")).toBe(content);
});

test("the token that fetched large files is nowhere", async () => {
  const commit = await server.commit({ ".gitattributes": attributes, "a.bin": server.large.keep("secretly fetched") });
  const run = [
    "cat a.bin; echo",
    `encoded=$(printf 'x-access-token:%s' ${token.slice(0, 12)}""${token.slice(12)} | base64 -w0)`,
    `for text in ${token.slice(0, 12)}""${token.slice(12)} "$encoded"; do`,
    '  if grep -rqsF "$text" /job /tmp /proc/[0-9]*/environ /proc/[0-9]*/cmdline; then echo leaked; fi',
    "done",
  ].join("\n");
  expect((await outcome(commit, run)).output).toBe("secretly fetched\n");
});

test("a large file that the server has not ends the attempt as a checkout that failed, and says which", async () => {
  const pointer = server.large.keep("about to be lost");
  const commit = await server.commit({ ".gitattributes": attributes, "gone.bin": pointer });
  server.large.lose(pointer);
  const { end, output } = await outcome(commit, "echo never");
  expect(end).toMatchObject({
    reason: "checkout",
    message: `the large files of commit ${commit} of ${server.url} could not be fetched`,
  });
  expect(output).toContain("Object does not exist");
  expect(output).toContain(/sha256:([0-9a-f]{64})/.exec(pointer)?.[1] ?? "no hash");
  expect(output).not.toContain("never");
});

test("an image without git-lfs ends the attempt where the commit has large files, and runs it where it has none", async () => {
  const none = await server.commit({ ".gitattributes": undefined, "a.bin": undefined, "gone.bin": undefined });
  const some = await server.commit({ ".gitattributes": attributes, "a.bin": server.large.keep("large") });
  const [without, refused, unasked] = await Promise.all([
    outcome(none, "echo ran", { image: withoutLfs }),
    outcome(some, "echo never", { image: withoutLfs }),
    outcome(some, "head -n 1 a.bin", {
      image: withoutLfs,
      repository: { url: server.url, commit: some, submodules: false, lfs: false, credential: "GIT_TOKEN" },
    }),
  ]);
  expect(without).toMatchObject({ output: "ran\n", end: { reason: "exit", exitCode: 0 } });
  expect(refused).toMatchObject({
    output: "",
    end: {
      reason: "checkout",
      exitCode: 127,
      message: `the image has no git-lfs, and commit ${some} has large files: 1`,
    },
  });
  expect(unasked).toMatchObject({ output: "version https://git-lfs.github.com/spec/v1\n", end: { reason: "exit" } });
});

test("large files of submodules come along with them", async () => {
  await using inner = await gitServer({ name: "inner.test" });
  await using own = await dockerSubject({
    reachable: [server.host, inner.host],
    resolve: async () => ["127.0.0.1"],
    image,
  });
  const part = await inner.commit({ ".gitattributes": attributes, "part.bin": inner.large.keep("large part") });
  await server.git(
    "-c",
    `url.${inner.url.replace("inner.test", "127.0.0.1")}.insteadOf=${inner.url}`,
    "submodule",
    "add",
    "-q",
    inner.url,
    "part",
  );
  const commit = await server.commit({});
  const repository = { url: server.url, commit, submodules: true, lfs: true, credential: "GIT_TOKEN" };
  const run = "cat part/part.bin; echo; git -C part rev-parse HEAD; git status --porcelain";
  const request = requestOf({ ...step(run), repository, network: { allow: [inner.host] } });
  const { output } = await outcomeOf(own.runner, { ...request, secrets: new Map([["GIT_TOKEN", token]]) });
  expect(output).toBe(`large part\n${part}\n`);
});
