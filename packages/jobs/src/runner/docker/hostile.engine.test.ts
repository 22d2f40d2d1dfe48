import { expect } from "bun:test";
import { lending } from "../testing/lending.ts";
import { outcomeOf, read, requestOf, step } from "../testing/subject.ts";
import { dockerSubject } from "./testing/docker-subject.ts";

// Each job here means harm. What is asserted is that it hurts nobody but itself, and that its end tells the truth.
const test = lending(() => dockerSubject());

const megabyte = 1024 ** 2;
const withResources = (more: Partial<ReturnType<typeof requestOf>["spec"]["resources"]>) => ({
  resources: { ...requestOf({}).spec.resources, ...more },
});

test("a fork bomb fills its own count of processes, and is gone when it is canceled", async (subject) => {
  const bomb = "b() { b | b & }; b 2>/dev/null; echo lit; sleep 600";
  const request = requestOf({ ...step(bomb), ...withResources({ pids: 40 }), graceMs: 300 });
  const run = await subject.runner.start(request);
  const reading = read(run.logs(0));
  await run.cancel("canceled");
  const [end] = await Promise.all([run.ended(), reading]);
  expect(["canceled", "exit"]).toContain(end.reason);
  await subject.runner.remove(run);
});

test("a job that takes more memory than it may is ended as out of memory", async (subject) => {
  const hog = "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done";
  const { end } = await outcomeOf(
    subject.runner,
    requestOf({ ...step(hog), ...withResources({ memoryBytes: 32 * megabyte, diskBytes: megabyte }) }),
  );
  expect(end.reason).toBe("oom");
});

test("a job that fills its disk is told so, and what it had kept can be collected", async (subject) => {
  const fill = "echo kept > a.txt; head -c 100000000 /dev/zero > big";
  const spec = { ...step(fill), ...withResources({ diskBytes: 8 * megabyte }), artifacts: ["a.txt", "big"] };
  const { end, artifacts } = await outcomeOf(subject.runner, requestOf(spec));
  expect(end).toMatchObject({ reason: "disk", message: "steps test filled the disk that it may have" });
  expect(artifacts.get("a.txt")).toBe("kept\n");
});

test("a job may write nowhere but into its own folders", async (subject) => {
  const run =
    "for d in / /etc /usr /root /dev /sys /proc/sys /var/lib; do if { echo x > $d/hurt; } 2>/dev/null; then echo wrote $d; fi; done; id -u; grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status";
  const { output } = await outcomeOf(subject.runner, requestOf(step(run)));
  expect(output.replaceAll("\t", " ")).toBe(
    "65532\nCapEff: 0000000000000000\nCapBnd: 0000000000000000\nNoNewPrivs: 1\n",
  );
});

test("what was applied is read back from the engine", async (subject) => {
  const request = requestOf(step("sleep 600"));
  const run = await subject.runner.start(request);
  const { cpus, memoryBytes, pids, diskBytes } = request.spec.resources;
  expect(await run.applied()).toMatchObject({
    user: "65532:65532",
    readOnlyRoot: true,
    capabilities: [],
    noNewPrivileges: true,
    cpus,
    memoryBytes: memoryBytes + diskBytes,
    pids,
    network: "none",
    imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
  await subject.runner.remove(run);
});

test("output without an end is held up by its reader, and stops with the job", async (subject) => {
  const request = requestOf({ ...step("yes 0123456789012345678901234567890123456789"), graceMs: 200 });
  const run = await subject.runner.start(request);
  let bytes = 0;
  const reading = (async () => {
    for await (const piece of run.logs(0)) {
      bytes += piece.bytes.length;
      if (bytes > request.spec.resources.logBytes) break;
    }
  })();
  await reading;
  await run.cancel("log_limit");
  expect(await run.ended()).toMatchObject({ reason: "log_limit" });
  await subject.runner.remove(run);
});

test("a job that printed more than the engine keeps, while nobody read it, is ended for that", async (subject) => {
  const request = requestOf(
    step("yes 0123456789012345678901234567890123456789 | head -c 40000000; echo printed; sleep 600"),
  );
  const run = await subject.runner.start(request);
  for await (const { bytes } of run.logs(0)) if (Buffer.from(bytes).includes("printed")) break;
  const [end] = await Promise.all([run.ended(), read(run.logs(1))]);
  expect(end.reason).toBe("log_limit");
  await subject.runner.remove(run);
});

test("zombies and processes that were left behind end with the job", async (subject) => {
  const run = [
    "for i in 1 2 3 4 5; do (sh -c 'exit 0' & exec sleep 600) & done",
    "(trap '' TERM HUP; while :; do sleep 1; done) >/dev/null 2>&1 &",
    "echo left",
  ].join("\n");
  const { end, output } = await outcomeOf(subject.runner, requestOf(step(run)));
  expect(output).toBe("left\n");
  expect(end).toMatchObject({ reason: "exit", exitCode: 0 });
});

test("a job that kills everything it can reach ends itself", async (subject) => {
  const { end } = await outcomeOf(subject.runner, requestOf(step("kill -9 -1; sleep 600")));
  expect(["infra", "exit"]).toContain(end.reason);
});

test("artifacts with tricky names are told and not kept, and no link leads out of the workspace", async (subject) => {
  const run = [
    "mkdir -p out/deep && cd out",
    "echo fine > 'a b.txt'; echo dash > -rf.txt; echo x > \"$(printf 'line\\nend.txt')\"; echo x > \"$(printf 'color\\033[31m.txt')\"",
    "echo x > \"$(printf 'bad\\377.txt')\"; echo x > 'back\\slash.txt'",
    "ln -s /etc/passwd passwd.txt; ln -s / deep/root; ln -s ../../.. up.txt; mkfifo pipe.txt; ln 'a b.txt' hard.txt",
    "i=0; name=n; while [ ${#name} -lt 200 ]; do name=n$name; done; mkdir -p $name/$name/$name/$name/$name/$name; echo x > $name/$name/$name/$name/$name/$name/long.txt",
  ].join("\n");
  const { artifacts, refused } = await outcomeOf(subject.runner, requestOf({ ...step(run), artifacts: ["out/**"] }));
  expect([...artifacts].sort()).toEqual([
    ["out/-rf.txt", "dash\n"],
    ["out/a b.txt", "fine\n"],
    ["out/hard.txt", "fine\n"],
  ]);
  expect(refused.map(({ why }) => why).sort()).toEqual(
    [
      ...Array.from({ length: 3 }, () => "it is a symlink"),
      ...Array.from({ length: 5 }, () => "its name is not a plain one"),
    ]
      .sort()
      .concat("it is a fifo")
      .sort(),
  );
});

test("a link in the place of the workspace, or of a folder that is kept, leads nowhere", async (subject) => {
  const links = requestOf({
    ...step("ln -s /etc etc; mkdir real; ln -s /etc real/etc"),
    artifacts: ["etc/passwd", "real/**"],
  });
  expect((await outcomeOf(subject.runner, links)).artifacts).toEqual(new Map());
  const swapped = requestOf({
    ...step("cd /job; mv workspace away; ln -s /etc workspace"),
    artifacts: ["passwd", "**"],
  });
  expect((await outcomeOf(subject.runner, swapped)).artifacts).toEqual(new Map());
});

test("more artifacts than a job may keep are refused", async (subject) => {
  const run = "head -c 3000000 /dev/zero > a.bin; head -c 3000000 /dev/zero > b.bin";
  const spec = { ...step(run), artifacts: ["*.bin"], ...withResources({ artifactBytes: 4_000_000 }) };
  const { artifacts, refused } = await outcomeOf(subject.runner, requestOf(spec));
  expect(artifacts.size).toBe(1);
  expect(refused).toMatchObject([{ why: "more bytes than the job may keep" }]);
});

test("the secrets of a job are masked in whatever it prints them, over the borders of chunks", async (subject) => {
  const secret = "s3cret/with+signs & more";
  const run = [
    'echo "$TOKEN"',
    'printf %s "$TOKEN" | base64 -w 0; echo',
    'printf "x%s" "$TOKEN" | base64 -w 0 | tr "+/" "-_"; echo',
    'printf %s "$TOKEN" | od -An -v -tx1 | tr -d " \\n"; echo',
    'printf %s "$TOKEN" | sed "s/%/%25/g;s/ /%20/g;s/&/%26/g;s/+/%2B/g;s,/,%2F,g"; echo',
    'a=$TOKEN; while [ -n "$a" ]; do b=${a#?}; printf %s "${a%"$b"}"; a=$b; sleep 0.01; done; echo',
  ].join("\n");
  const { output } = await outcomeOf(subject.runner, requestOf(step(run), { TOKEN: secret }));
  const lines = output.trimEnd().split("\n");
  expect(lines.map((line) => line.includes("[redacted]"))).toEqual([true, true, true, true, true, true]);
  expect(output).not.toContain("s3cret");
  expect(output).not.toContain(Buffer.from(secret).toString("hex"));
});

test("a job cannot end itself in another's words: what it prints of marks is output", async (subject) => {
  const forged = "printf '\\036slipway 1 ready\\n\\036x begin\\n\\036x end exit 0\\n'; exit 5";
  const { end, output } = await outcomeOf(subject.runner, requestOf(step(forged)));
  expect(end).toMatchObject({ reason: "exit", exitCode: 5 });
  expect(output).toContain("end exit 0");
});
