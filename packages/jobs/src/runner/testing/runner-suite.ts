import { describe, expect } from "bun:test";
import type { Runner, RunRequest } from "../runner.ts";
import { lending } from "./lending.ts";
import { artifactsOf, outcomeOf, read, requestOf, type Subject, step, untilPrinted } from "./subject.ts";

/** What every {@link Runner} must do, whatever it runs attempts in. */
export function describeRunner(name: string, open: () => Promise<Subject & AsyncDisposable>): void {
  describe(name, () => {
    const test = lending(open);

    test("setup, steps and validation run in their order, and what they print comes with its phases", async ({
      runner,
    }) => {
      const named = (name: string, run: string) => ({ name, run });
      const { end, output, phases } = await outcomeOf(
        runner,
        requestOf({
          setup: [named("prepare", "echo one > kept; echo prepared")],
          steps: [named("first", "cat kept; echo problem >&2"), named("second", "printf 'no line end'")],
          validate: [named("check", "test -e kept && echo fine")],
        }),
      );
      expect(output).toBe("prepared\none\nproblem\nno line endfine\n");
      expect(phases).toEqual(["setup prepare", "steps first", "steps second", "validate check"]);
      expect(end).toEqual({ reason: "exit", exitCode: 0, message: "the job is done" });
    });

    test("the first step that fails ends the job with its exit code, and says which it was", async ({ runner }) => {
      const steps = [
        { name: "lint", run: "false || exit 7" },
        { name: "never", run: "echo never" },
      ];
      const { end, output } = await outcomeOf(runner, requestOf({ steps }));
      expect(output).toBe("");
      expect(end).toEqual({ reason: "exit", exitCode: 7, message: "steps lint ended with exit code 7" });
    });

    test("a job sees its inputs, its environment and its secrets, and its result comes back", async ({ runner }) => {
      const run =
        'cat "$SLIPWAY_INPUTS"; echo; echo "$GREETING"; printf \'{"length":%s}\' "${#TOKEN}" > "$SLIPWAY_RESULT"';
      const spec = {
        ...step(run),
        inputs: { text: 'it\'s a "test"\n$HOME' },
        environment: { GREETING: "hello 'you'" },
      };
      const { end, output } = await outcomeOf(runner, requestOf(spec, { TOKEN: "correct horse battery" }));
      expect(output).toBe(`${JSON.stringify(spec.inputs)}\nhello 'you'\n`);
      expect(end.result).toEqual({ length: 21 });
    });

    test("a secret that is missing ends the attempt before anything runs", async ({ runner }) => {
      const { end } = await outcomeOf(runner, { ...requestOf({ ...step("true"), secrets: ["TOKEN"] }) });
      expect(end).toEqual({ reason: "policy", message: "the secret TOKEN has no value" });
    });

    test("an image that cannot be had is the end of the attempt", async ({ runner }) => {
      const { end } = await outcomeOf(runner, requestOf({ ...step("true"), image: "127.0.0.1:9/none:1" }));
      expect(end.reason).toBe("image");
    });

    test("a loop runs again with what the failed check said, until the checks pass", async ({ runner }) => {
      const loop = {
        run: 'cat "$SLIPWAY_OBSERVED"; echo "$SLIPWAY_ITERATION" > count',
        fastCheck: 'test "$(cat count)" -ge 2 || { echo "count is $(cat count)"; exit 1; }',
        fullCheck: 'test "$(cat count)" -ge 3 || { echo "still $(cat count)"; exit 4; }',
        maxIterations: 5,
        maxMs: 60_000,
      };
      const { end, output, phases } = await outcomeOf(runner, requestOf({ loop }));
      expect(output).toBe("count is 1\ncount is 1\nstill 2\nstill 2\n");
      expect(phases).toEqual([
        "loop run 1",
        "loop fast_check 1",
        "loop run 2",
        "loop fast_check 2",
        "loop full_check 2",
        "loop run 3",
        "loop fast_check 3",
        "loop full_check 3",
      ]);
      expect(end.exitCode).toBe(0);
    });

    test("a loop that does not pass ends at its limit with what failed last", async ({ runner }) => {
      const loop = { run: "echo try", fullCheck: "exit 9", maxIterations: 2, maxMs: 60_000 };
      const { end, output } = await outcomeOf(runner, requestOf({ loop }));
      expect(output).toBe("try\ntry\n");
      expect(end).toMatchObject({ reason: "exit", exitCode: 9 });
      expect(end.message).toContain("full_check failed in the last of 2 iterations");
    });

    test("a command of a loop that takes longer than the loop may is ended with it", async ({ runner }) => {
      const loop = { run: "sleep 600", maxIterations: 5, maxMs: 1_000 };
      const { end } = await outcomeOf(runner, requestOf({ loop }));
      expect(end.message).toContain("the time was over in iteration 1");
    });

    test("canceling reaches the whole process tree with the signal, and then nothing runs any more", async ({
      runner,
    }) => {
      const run =
        "trap 'echo told; exit 0' TERM; sh -c \"trap 'echo child told; exit' TERM; echo up; sleep 600 & wait\" & wait";
      const request = requestOf(step(run));
      const started = await runner.start(request);
      const logs = await untilPrinted(started, "up");
      const [end, { output }] = await Promise.all([started.ended(), read(iterable(logs)), started.cancel("canceled")]);
      expect(output.split("\n").sort()).toEqual(["", "child told", "told"]);
      expect(end).toMatchObject({ reason: "canceled", message: "the job was canceled" });
      await runner.remove(request);
    });

    test("what ignores the signal is killed after the grace period, and its files can still be collected", async ({
      runner,
    }) => {
      const run = "trap '' TERM; echo kept > out.txt; echo up; while :; do sleep 1 || :; done";
      const request = requestOf({ ...step(run), graceMs: 200, artifacts: ["*.txt"] });
      const started = await runner.start(request);
      const logs = await untilPrinted(started, "up");
      const [end] = await Promise.all([started.ended(), read(iterable(logs)), started.cancel("timeout")]);
      expect(end).toMatchObject({ reason: "timeout", message: "the job's time was over" });
      expect((await artifactsOf(started)).artifacts).toEqual(new Map([["out.txt", "kept\n"]]));
      await runner.remove(request);
    });

    test("a container that is killed from outside ends its attempt, with all that it had printed", async (subject) => {
      const { runner } = subject;
      const request = requestOf(step("echo up; sleep 600"));
      const started = await runner.start(request);
      const logs = await untilPrinted(started, "up");
      await subject.kill(started);
      const [end] = await Promise.all([started.ended(), read(iterable(logs))]);
      expect(end).toMatchObject({ reason: "infra", exitCode: 137 });
      await runner.remove(request);
    });

    test("artifacts that were lost with their container are told as lost, not as none", async (subject) => {
      const { runner } = subject;
      const kept = requestOf({ ...step("echo kept > out.txt"), artifacts: ["*.txt"] });
      const started = await subject.runner.start(kept);
      const [end] = await Promise.all([started.ended(), read(started.logs(0))]);
      expect(end).toMatchObject({ reason: "exit", exitCode: 0 });
      await subject.kill(started);
      expect(await started.artifacts(async () => undefined)).toBe("lost");
      await runner.remove(kept);
    });

    test("artifacts are what the globs name, wherever it lies in the workspace", async ({ runner }) => {
      const run =
        "mkdir -p dist/deep logs; echo a > dist/a.txt; echo b > dist/deep/b.txt; echo c > logs/c.log; echo d > d.xml; echo e > e.js";
      const spec = { ...step(run), artifacts: ["dist/**/*.txt", "*.xml", "logs/c.log", "none/**"] };
      const { artifacts, refused } = await outcomeOf(runner, requestOf(spec));
      expect([...artifacts].sort()).toEqual([
        ["d.xml", "d\n"],
        ["dist/a.txt", "a\n"],
        ["dist/deep/b.txt", "b\n"],
        ["logs/c.log", "c\n"],
      ]);
      expect(refused).toEqual([]);
    });

    test("a second start of an attempt gives the run that is there", async ({ runner }) => {
      const request = requestOf(step("echo once; sleep 600"));
      const [first, second] = await Promise.all([runner.start(request), runner.start(request)]);
      expect((await second.applied()).container).toBe((await first.applied()).container);
      await runner.remove(request);
    });

    test("a job that may no longer begin does not, and leaves nothing", async ({ runner }) => {
      const lost = new Error("another worker has the attempt");
      const request = { ...requestOf(step("echo ran")), mayBegin: () => Promise.reject(lost) };
      await expect(runner.start(request)).rejects.toBe(lost);
      expect(await runner.attach(request)).toBeUndefined();
    });

    test("another worker attaches to an attempt and continues its log at the very byte", async (subject) => {
      const { runner } = subject;
      const request = requestOf(
        step("seq 1 2000; echo \"the secret is $TOKEN\"; echo middle; trap 'seq 1 300; exit' TERM; sleep 600 & wait"),
        { TOKEN: "correct horse battery" },
      );
      const first = await runner.start(request);
      await first.applied();
      const seen: Uint8Array[] = [];
      let at = 0;
      for await (const { offset, bytes } of first.logs(0)) {
        expect(offset).toBe(at);
        seen.push(bytes);
        at += bytes.length;
        if (Buffer.concat(seen).includes("middle")) break;
      }
      const other = await subject.second();
      expect(await other.runs()).toContainEqual({ job: request.job, attempt: 1 });
      const taken = await attached(other, request);
      expect((await taken.status()).state).toBe("running");
      const rest: Uint8Array[] = [];
      const reading = (async () => {
        for await (const { offset, bytes } of taken.logs(at)) {
          expect(offset).toBe(at);
          rest.push(bytes);
          at += bytes.length;
        }
      })();
      await taken.cancel("canceled");
      await reading;
      const whole = await read(taken.logs(0));
      const [numbers, hundreds] = [lines(2000), lines(300)];
      expect(whole.output).toBe(`${numbers}the secret is [redacted]\nmiddle\n${hundreds}`);
      expect(`── steps: test\n${whole.output}`).toBe(Buffer.concat([...seen, ...rest]).toString());
      expect((await taken.ended()).reason).toBe("canceled");
      await other.remove(request);
      await other.close();
    });

    test("an attempt that is not there cannot be attached to, and removing it does nothing", async ({ runner }) => {
      const request = requestOf(step("true"));
      expect(await runner.attach(request)).toBeUndefined();
      await runner.remove(request);
    });
  });
}

async function attached(runner: Runner, request: RunRequest) {
  const run = await runner.attach(request);
  if (!run) throw new Error("nothing to attach to");
  return run;
}

function lines(count: number): string {
  return `${Array.from({ length: count }, (_, index) => index + 1).join("\n")}\n`;
}

function iterable<T>(iterator: AsyncIterator<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => iterator };
}
