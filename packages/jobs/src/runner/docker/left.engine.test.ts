import { expect } from "bun:test";
import { jobImage } from "../testing/job-image.ts";
import { lending } from "../testing/lending.ts";
import { outcomeOf, read, requestOf, step, untilPrinted } from "../testing/subject.ts";
import { containerBody } from "./container-body.ts";
import { given } from "./given.ts";
import { containerName, labels, labelsOf, pauseName, unusedPause } from "./names.ts";
import { createForsaken, createForsakenVolumes } from "./pool/forsaken.ts";
import { dockerSubject } from "./testing/docker-subject.ts";

type DockerSubject = Awaited<ReturnType<typeof dockerSubject>>;
const test = lending(() => dockerSubject());

/** The container of an attempt, made as by a worker that went before it went on. */
async function made(subject: DockerSubject, request: ReturnType<typeof requestOf>): Promise<string> {
  const image = (await subject.engine.images.inspect(jobImage))?.Id;
  const { resources } = request.spec;
  const its = { ...labelsOf(subject.group, request), [labels.role]: "job" };
  const body = containerBody({ image: image ?? "", user: "65532:65532", network: "none", resources }, its);
  return (await subject.engine.containers.create(body, { name: containerName(request) })).Id;
}

async function textOf(subject: DockerSubject, container: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  const log = await subject.engine.containers.logs(container, false, { follow: true });
  for await (const { data } of log) pieces.push(data);
  return Buffer.concat(pieces).toString();
}

test("a container that was made and never started is nothing to attach to, and stands in nobody's way", async (subject) => {
  const request = requestOf(step("echo ran"));
  await made(subject, request);
  expect(await subject.runner.attach(request)).toBeUndefined();
  expect(await outcomeOf(subject.runner, request)).toMatchObject({ end: { exitCode: 0 }, output: "ran\n" });
});

test("a job that was given in part does not run, and is nothing to attach to", async (subject) => {
  const request = requestOf({ ...step("echo ran"), setup: [{ name: "setup", run: "echo ran" }] });
  const container = await made(subject, request);
  const whole = given(request);
  const stream = await subject.engine.containers.attach(container, false, { stdin: true });
  await subject.engine.containers.start(container);
  await stream.write(whole.subarray(0, whole.length - 20));
  stream.close();
  expect(await textOf(subject, container)).not.toContain("ran");
  expect(await subject.runner.attach(request)).toBeUndefined();
  expect(await subject.leftovers()).toEqual([]);
});

test("the next attempt begins when what an earlier one left is gone", async (subject) => {
  const request = requestOf(step("echo up; sleep 600"));
  const first = await subject.runner.start(request);
  await untilPrinted(first, "up");
  const again = { ...request, attempt: 2, spec: { ...request.spec, ...step("echo again") } };
  const { container } = await first.applied();
  const [, { output }] = await Promise.all([first.ended(), outcomeOf(subject.runner, again)]);
  expect(output).toBe("again\n");
  await expect(subject.engine.containers.inspect(container)).rejects.toMatchObject({
    code: "ENGINE_NO_SUCH_CONTAINER",
  });
  await subject.runner.remove(request);
});

test("a job whose container is told to end from outside was not canceled", async (subject) => {
  const request = requestOf(step("echo up; sleep 600"));
  const run = await subject.runner.start(request);
  const logs = await untilPrinted(run, "up");
  await subject.engine.containers.kill(containerName(request), { killSignal: "SIGTERM" });
  const reading = read({ [Symbol.asyncIterator]: () => logs });
  expect((await run.ended()).reason).toBe("infra");
  await reading;
  await subject.runner.remove(request);
});

test("a job that loses its network ends by nobody's fault, whoever follows it", async (subject) => {
  const request = requestOf({ ...step("echo up; sleep 600"), network: { allow: ["example.org"] } });
  const run = await subject.runner.start(request);
  const logs = await untilPrinted(run, "up");
  await run.applied();
  await subject.engine.containers.kill(pauseName(request), { killSignal: "SIGKILL" });
  const reading = read({ [Symbol.asyncIterator]: () => logs });
  expect((await run.ended()).reason).toBe("infra");
  await reading;
  await subject.runner.remove(request);
  expect(await subject.leftovers()).toEqual([]);
});

test("what no job has and no worker will use is removed when it is still there the next time", async (subject) => {
  const { engine, group } = subject;
  const container = await made(subject, requestOf(step("true")));
  await engine.containers.rename(container, `${unusedPause}${group}`);
  await engine.volumes.create({ Name: `volume-${group}`, Labels: { [labels.group]: group } });
  const containers = createForsaken(engine, 0);
  const volumes = createForsakenVolumes(engine, group, 0);
  for (let times = 0; times < 2; times++) {
    expect((await subject.leftovers()).length).toBeGreaterThan(0);
    const filters = { label: [`${labels.group}=${group}`] };
    await containers(await engine.containers.list({ all: true, filters }));
    await volumes();
  }
  expect(await subject.leftovers()).toEqual([]);
});
