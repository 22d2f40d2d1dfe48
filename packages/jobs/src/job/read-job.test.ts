import { expect, test } from "bun:test";
import { Diagnostics, SourceText } from "@slipway/core";
import { readJobFile, readJobRequest } from "../index.ts";

const read = async (text: string) => {
  const diagnostics = new Diagnostics();
  const request = await readJobFile(new SourceText("job.yaml", text), diagnostics);
  const said = diagnostics.all.map(({ code, message, at }) => `${at?.line}:${at?.column} ${code} ${message}`);
  return { request, said };
};

test("a job with one step gets the defaults of everything else", async () => {
  const { request } = await read("steps: [make test]\n");
  expect(request).toEqual({
    spec: {
      setup: [],
      steps: [{ name: "make test", run: "make test" }],
      validate: [],
      inputs: {},
      environment: {},
      secrets: [],
      resources: {
        cpus: 1,
        memoryBytes: 536_870_912,
        pids: 256,
        diskBytes: 1_073_741_824,
        logBytes: 16_777_216,
        artifactBytes: 268_435_456,
      },
      timeoutMs: 3_600_000,
      graceMs: 10_000,
      retries: { attempts: 1, backoffMs: 10_000, on: ["exit", "timeout", "oom"] },
      priority: 0,
      artifacts: [],
      network: "none",
    },
  });
});

test("a file and a request with every attribute give the same job", async () => {
  const text = `
name: nightly
repository: {url: https://git.example.org/a/b.git, commit: ${"A1".repeat(20)}, submodules: true, credential: GIT_TOKEN}
image: node:22
setup: [npm ci]
steps:
  - name: test
    run: npm test
loop: {run: ./fix, fast_check: npm run lint, full_check: npm test, max_iterations: 3, max_minutes: 1.5}
validate: [test -s out.txt]
inputs: {goal: [1, 2]}
environment: {CI: true, LEVEL: 3}
secrets: [API_KEY, API_KEY]
resources: {cpus: 0.5, memory: 1gb, disk: 2097152}
timeout: 10m
grace: 1.5s
retries: {attempts: 3, backoff: 2s, on: [oom]}
priority: 7
concurrency_key: deploy
concurrency: 2
idempotency_key: k1
schedule: {cron: "30 4 * * 1-5", timezone: Europe/Berlin}
artifacts: ["out/**"]
network: {allow: ["*.example.org", "registry.example.org:5000"]}
webhook: https://hooks.example.org/x
`;
  const { request, said } = await read(text);
  expect(said).toEqual([]);
  expect(request?.schedule).toEqual({ cron: "30 4 * * 1-5", timezone: "Europe/Berlin" });
  expect(request?.spec).toMatchObject({
    repository: { commit: "a1".repeat(20), submodules: true, lfs: false },
    steps: [{ name: "test", run: "npm test" }],
    loop: { run: "./fix", maxIterations: 3, maxMs: 90_000 },
    environment: { CI: "true", LEVEL: "3" },
    secrets: ["API_KEY"],
    resources: { cpus: 0.5, memoryBytes: 1_073_741_824, diskBytes: 2_097_152, pids: 256 },
    timeoutMs: 600_000,
    graceMs: 1500,
    retries: { attempts: 3, backoffMs: 2000, on: ["oom"] },
  });
  const fromRequest = readJobRequest(Bun.YAML.parse(text), new Diagnostics());
  expect(fromRequest).toEqual(request);
});

test("everything that is wrong is told at once, with its place", async () => {
  const { request, said } = await read(`
repository: {url: "https://user:hunter2@example.org/x", commit: abc}
timeout: soon
resources: {memory: lots}
schedule: {cron: "99 * * * *", timezone: Mars/Olympus}
artifacts: [/etc/passwd, a/../../b]
network: {allow: ["https://example.org"]}
webhook: ftp://example.org
concurrency: 2
`);
  expect(request).toBeUndefined();
  expect(said).toEqual([
    "8:10 JOBS_BAD_VALUE webhook must be an https or http URL",
    '5:11 JOBS_BAD_VALUE schedule has an unknown time zone "Mars/Olympus"',
    '7:20 JOBS_BAD_VALUE network.allow[0] is no host: "https://example.org"',
    '6:13 JOBS_BAD_VALUE artifacts[0] leaves the workspace: "/etc/passwd"',
    '6:26 JOBS_BAD_VALUE artifacts[1] leaves the workspace: "a/../../b"',
    "9:14 JOBS_BAD_VALUE concurrency says nothing without a `concurrency_key`",
    "2:1 JOBS_BAD_VALUE the job does nothing: it has no `steps`, `loop`, `setup` or `validate`",
    "2:20 JOBS_BAD_VALUE repository.url must not hold a user or a password",
    '2:65 JOBS_BAD_VALUE repository.commit must be a whole commit id, got "abc"',
    '4:21 JOBS_BAD_VALUE resources.memory is no size: "lots"',
    '3:10 JOBS_BAD_VALUE timeout is no duration: "soon"',
  ]);
});

test("wrong types and unknown attributes are told with what is allowed", async () => {
  const { said } = await read("step: [make]\nretries: often\nsteps: [{command: x}]\nnetwork: host\n");
  expect(said).toEqual([
    '1:1 JOBS_UNKNOWN_ATTRIBUTE unknown attribute "step" at the top level',
    '3:9 JOBS_BAD_VALUE steps[0] needs "run"',
    '3:10 JOBS_UNKNOWN_ATTRIBUTE unknown attribute "command" in steps[0]',
    "2:10 JOBS_BAD_VALUE retries must be a whole number or a mapping, got a string",
    '4:10 JOBS_BAD_VALUE network is not valid: "host"',
  ]);
});

test("a cron expression that never comes, or is none, is refused", async () => {
  const never = await read('steps: [a]\nschedule: "0 0 30 2 *"\n');
  expect(never.said).toEqual(['2:12 JOBS_BAD_VALUE schedule never comes: "0 0 30 2 *"']);
  const none = await read("steps: [a]\nschedule: hourly\n");
  expect(none.said[0]).toStartWith("2:11 JOBS_BAD_VALUE schedule is no cron expression");
});

test("a file that is no mapping is named", async () => {
  expect((await read("- a\n")).said).toEqual(["1:1 JOBS_NOT_A_MAPPING a job must be one mapping, not a list"]);
  expect((await read("")).said).toEqual(["1:1 JOBS_NOT_A_MAPPING a job must be one mapping, not an empty file"]);
  expect((await read("steps: [")).said[0]).toContain("JOBS_SYNTAX");
});

test("attributes of the wrong kind and values that cannot be are told together", async () => {
  const text = "stepps: [a]\nrepository: {url: 'git@host:x.git', commit: main}\nartifacts: ['../x']\npriority: high\n";
  expect((await read(text)).said).toEqual([
    '1:1 JOBS_UNKNOWN_ATTRIBUTE unknown attribute "stepps" at the top level',
    "4:11 JOBS_BAD_VALUE priority must be a whole number, got a string",
    '3:14 JOBS_BAD_VALUE artifacts[0] leaves the workspace: "../x"',
    "2:20 JOBS_BAD_VALUE repository.url must be an https or http URL",
    '2:45 JOBS_BAD_VALUE repository.commit must be a whole commit id, got "main"',
  ]);
});
