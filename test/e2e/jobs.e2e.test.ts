import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GitServer, gitServer } from "../../packages/jobs/src/runner/testing/git-server.ts";
import { jobImage as image } from "../../packages/jobs/src/runner/testing/job-image.ts";
import * as rig from "../rig/index.ts";
import { freePort } from "../rig/ports.ts";
import { type Ended, type Program, slipwayArgv, startProgram } from "./program.ts";

const token = "token-of-the-git-server";
let engine: rig.RigEngine | undefined;
let folder: string;
let env: Readonly<Record<string, string>>;
let git: GitServer;
const planes = new Set<Program>();

const slipway = (...argv: readonly string[]): Promise<Ended> =>
  startProgram([...slipwayArgv(), ...argv], { cwd: folder, env }).ended;
const done = async (...argv: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await slipway(...argv);
  if (code !== 0) throw new Error(`slipway ${argv.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
};
/** A control plane that is ready; it listens on a free port. */
async function serve(...argv: readonly string[]): Promise<Program> {
  return await serveAt(0, ...argv);
}
async function serveAt(port: number, ...argv: readonly string[]): Promise<Program> {
  const listen = ["--listen", `127.0.0.1:${port}`, "--image", image, "--reachable", git.host];
  const program = startProgram([...slipwayArgv(), "serve", ...listen, ...argv], { cwd: folder, env });
  planes.add(program);
  await program.until(/"message":"ready"/);
  return program;
}
async function stopped(program: Program): Promise<Ended> {
  program.signal("SIGTERM");
  return await program.ended;
}

beforeEach(async () => {
  engine = await rig.engine();
  folder = await mkdtemp(join(tmpdir(), "slipway-jobs-e2e-"));
  git = await gitServer({ token });
  env = {
    PATH: process.env["PATH"] ?? "",
    HOME: join(folder, "home"),
    XDG_STATE_HOME: join(folder, "state"),
    DOCKER_HOST: engine.host,
  };
  await writeFile(
    join(folder, "slipway.settings.yaml"),
    "settings:\n  GIT_TOKEN: { secret: true, services: [jobs] }\n  OTHER: { secret: true }\n",
  );
  const values = `GIT_TOKEN=${token}\nOTHER=not-for-jobs-at-all\n`;
  await writeFile(join(folder, ".slipway.secrets.env"), values, { mode: 0o600 });
});
afterEach(async () => {
  for (const plane of planes) plane.signal("SIGKILL");
  await Promise.all([...planes].map((plane) => plane.ended));
  planes.clear();
  await git[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Counts to three, one iteration after the other, and leaves a report. */
const jobFile = (commit: string): string => `name: count
repository:
  url: ${git.url}
  commit: ${commit}
  credential: GIT_TOKEN
setup:
  - echo 0 > count
loop:
  run: sh count-up.sh
  fast_check: test -s count
  full_check: test "$(cat count)" -eq 3 || { echo "only $(cat count)"; exit 1; }
  max_iterations: 5
validate:
  - grep -q 3 count
  - mkdir report && cp count report/count.txt && printf '{"count":3}' > "$SLIPWAY_RESULT"
artifacts: ["report/*"]
timeout: 2m
`;

test("a job on a commit of a repository: checkout, loop, validation, artefacts, result, audit trail", async () => {
  const commit = await git.commit({ "count-up.sh": "echo $(($(cat count) + 1)) > count\n" });
  await writeFile(join(folder, "job.yaml"), jobFile(commit));
  const plane = await serve();
  expect((await stat(join(folder, "state/slipway/token"))).mode & 0o777).toBe(0o600);

  const { code, stdout, stderr } = await slipway("job", "submit", "job.yaml", "--follow");
  expect([code, stderr.split("\n").at(-2)]).toEqual([0, expect.stringMatching(/^succeeded after /)]);
  expect(stdout).toContain("only 1\n");
  expect(stdout).toContain("only 2\n");
  const job = JSON.parse(await done("job", "show", "--format", "json"));
  expect(job).toMatchObject({
    name: "count",
    state: "succeeded",
    attempt: 1,
    end: { exit_code: 0, result: { count: 3 } },
  });
  const tree = await git.git("rev-parse", `${commit}^{tree}`);
  expect(job.attempts).toMatchObject([{ applied: { commit, tree, read_only_root: true, capabilities: [] } }]);
  expect(job.artifacts).toMatchObject([{ path: "report/count.txt", size: 2 }]);
  await done("job", "artifacts", "-o", "out", job.id);
  expect(await readFile(join(folder, "out/report/count.txt"), "utf8")).toBe("3\n");

  expect(await done("audit-trail", "verify")).toContain("none was changed");
  const trail = await done("audit-trail", "export");
  await writeFile(join(folder, "trail.jsonl"), trail.replace(commit, commit.replace(/./, "x")));
  const changed = await slipway("audit-trail", "verify", "trail.jsonl");
  expect([changed.code, changed.stderr]).toEqual([1, expect.stringContaining("was changed after it was written")]);

  const log = await stopped(plane);
  expect(log.code).toBe(0);
  for (const text of [log.stderr, log.stdout, trail, stdout, JSON.stringify(job)]) expect(text).not.toContain(token);
}, 120_000);

test("what a control plane ran when it was killed goes on, the next one brings it to its end, and who waits for it waits on", async () => {
  const port = await freePort();
  const first = await serveAt(port);
  const id = (await done("job", "submit", "-q", "--step", "echo begun; sleep 3; echo over; exit 3")).trim();
  const waiting = startProgram([...slipwayArgv(), "job", "wait", id], { cwd: folder, env });
  const following = startProgram([...slipwayArgv(), "job", "logs", "-f", id], { cwd: folder, env });
  await following.until(/begun/);
  first.signal("SIGKILL");
  await first.ended;
  await following.until(/the control plane does not answer; waiting for it/);
  await waiting.until(/the control plane does not answer; waiting for it/);
  const second = await serveAt(port);
  const waited = await waiting.ended;
  expect([waited.code, waited.stdout]).toEqual([3, expect.stringContaining("ended with exit code 3")]);
  const followed = await following.ended;
  expect([followed.code, followed.stdout]).toEqual([0, expect.stringMatching(/begun\nover\n$/)]);
  expect(JSON.parse(await done("job", "show", "--format", "json", id))).toMatchObject({ attempt: 1 });
  expect((await stopped(second)).code).toBe(0);
}, 120_000);

test("a second worker with a name that runs leaves the first one its jobs, and has them at once when that one is killed", async () => {
  const first = await serve("--worker-name", "one");
  const id = (await done("job", "submit", "-q", "--step", "echo begun; sleep 600")).trim();
  const following = startProgram([...slipwayArgv(), "job", "logs", "-f", id], { cwd: folder, env });
  await following.until(/begun/);
  const second = await serve("--worker-name", "one");
  await second.until(/another worker with this name runs/);
  expect(await done("audit-trail", "export")).not.toContain("attempt.taken_over");
  first.signal("SIGKILL");
  await first.ended;
  const third = await serve("--worker-name", "one");
  await third.until(/took over an attempt/);
  await done("job", "cancel", id);
  expect((await slipway("job", "wait", id)).code).toBe(130);
  expect((await stopped(third)).code).toBe(0);
  expect((await stopped(second)).code).toBe(0);
  following.signal("SIGKILL");
  await following.ended;
}, 120_000);

test("jobs are canceled and listed from any shell, and tokens do what their scopes say", async () => {
  const plane = await serve();
  const id = (await done("job", "submit", "-q", "--name", "long", "--step", "sleep 600")).trim();
  expect(await done("--dry-run", "job", "cancel", id)).toContain("would be canceled");
  await done("job", "cancel", id);
  const waited = await slipway("job", "wait", id);
  expect(waited.code).toBe(130);
  expect(await done("job", "ls")).toMatch(new RegExp(`^${id} +long +canceled`, "m"));
  const reader = (await done("token", "create", "reader", "--scope", "jobs:read")).trim();
  const asReader = { cwd: folder, env: { ...env, SLIPWAY_TOKEN: reader } };
  const refused = await startProgram([...slipwayArgv(), "job", "retry", id], asReader).ended;
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("JOBS_FORBIDDEN")]);
  expect((await stopped(plane)).code).toBe(0);
}, 60_000);

test("a job file with mistakes is told all of them with their places, and nothing is sent", async () => {
  await writeFile(join(folder, "bad.yaml"), "stepps:\n  - echo hi\ntimeout: soon\nnetwork: everywhere\n");
  const { code, stderr } = await slipway("job", "submit", "bad.yaml");
  expect(code).toBe(1);
  expect(stderr).toContain("--> bad.yaml:1:1");
  expect(stderr).toContain('did you mean "steps"?');
  expect(stderr).toContain("--> bad.yaml:4:10");
});

test("without a control plane it is said how to get one; and none listens elsewhere without tokens", async () => {
  const nobody = await slipway("--progress", "plain", "job", "ls", "--url", "http://127.0.0.1:9");
  expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining("start one with `slipway serve`")]);
  const fresh = { cwd: folder, env: { ...env, SLIPWAY_DATA: join(folder, "fresh") } };
  const open = await startProgram([...slipwayArgv(), "serve", "--only", "api", "--listen", "0.0.0.0:0"], fresh).ended;
  expect([open.code, open.stderr]).toEqual([1, expect.stringContaining("JOBS_NOT_PROTECTED")]);
});
