import { afterAll, expect, test } from "bun:test";
import { blackHole, otherAddress } from "../../testing/black-hole.ts";
import { type GitServer, gitServer } from "../../testing/git-server.ts";
import { type Outcome, outcomeOf, requestOf, step } from "../../testing/subject.ts";
import type { DockerRunnerOptions } from "../docker-runner.ts";
import { dockerSubject } from "../testing/docker-subject.ts";

const disposed = new AsyncDisposableStack();
afterAll(() => disposed.disposeAsync());

/** What becomes of a job whose repository this server has. */
async function outcome(server: GitServer, commit: string, options: Partial<DockerRunnerOptions>): Promise<Outcome> {
  const subject = disposed.use(await dockerSubject({ reachable: [server.host], ...options }));
  const repository = { url: server.url, commit, submodules: false, lfs: false };
  return await outcomeOf(subject.runner, requestOf({ ...step("echo ran"), repository }));
}

function failure(server: GitServer, commit: string, why: string) {
  return { reason: "checkout", message: `commit ${commit} of ${server.url} could not be checked out: ${why}` };
}

test("a git server whose first address answers nobody is reached at its next one", async () => {
  await using server = await gitServer({ name: "git.test" });
  const port = Number(new URL(server.url).port);
  await using _ = await blackHole(port);
  const commit = await server.commit({});
  const resolve = async (): Promise<readonly string[]> => [otherAddress, "127.0.0.1"];
  const { end, output } = await outcome(server, commit, { resolve });
  expect(output).toBe("ran\n");
  expect(end).toMatchObject({ reason: "exit", exitCode: 0, commit });
  const only = await outcome(server, commit, { resolve: async () => [otherAddress], patience: { connectMs: 1000 } });
  expect(only.end).toMatchObject(failure(server, commit, `${server.host} does not answer`));
});

test("a git server whose name is not known, or not in time, ends the attempt and says so", async () => {
  await using server = await gitServer({ name: "git.test" });
  const commit = await server.commit({});
  const unknown = await outcome(server, commit, { resolve: async () => [] });
  expect(unknown.end).toMatchObject(failure(server, commit, "no address was found for git.test"));
  const late = { resolve: () => new Promise<never>(() => undefined), patience: { connectMs: 100 } };
  expect((await outcome(server, commit, late)).end).toMatchObject(unknown.end);
});

test("a git server that takes requests and answers none is given up", async () => {
  await using server = await gitServer({ name: "git.test", stalls: true });
  const commit = await server.commit({});
  const options = { resolve: async () => ["127.0.0.1"], patience: { stalledMs: 1000 } };
  const { end } = await outcome(server, commit, options);
  expect(end).toMatchObject(failure(server, commit, `${server.host} has sent nothing for 1 s`));
});
