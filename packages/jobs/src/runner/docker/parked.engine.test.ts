import { expect, test } from "bun:test";
import { jobImage } from "../testing/job-image.ts";
import { describeRunner } from "../testing/runner-suite.ts";
import { outcomeOf, requestOf, step, untilPrinted } from "../testing/subject.ts";
import { containerBody } from "./container-body.ts";
import { createDockerRunner } from "./docker-runner.ts";
import { given } from "./given.ts";
import { labels, parkedName } from "./names.ts";
import { dockerSubject } from "./testing/docker-subject.ts";

describeRunner("DockerRunner with containers that wait", async () => {
  const subject = await dockerSubject({ parked: { each: 2, most: 2 } });
  const leftovers = async () => {
    await subject.runner.close();
    return await subject.leftovers();
  };
  return { ...subject, leftovers };
});

test("a job runs in a container that waited for it, which is replaced and never used again", async () => {
  await using subject = await dockerSubject({ parked: { each: 1, most: 1 } });
  const { engine, runner } = subject;
  const waiting = async () => {
    await runner.full();
    const filters = { label: [`${labels.group}=${subject.group}`, `${labels.role}=parked`], status: ["running"] };
    return (await engine.containers.list({ filters })).map(({ Id }) => Id);
  };
  const request = requestOf(step("echo up"));
  await runner.prepare(request.spec);
  const [first = ""] = await waiting();
  const run = await runner.start(request);
  expect((await run.applied()).container).toBe(first);
  const second = await waiting();
  expect(second).toHaveLength(2);
  await runner.remove(run);
  expect(await waiting()).toEqual(second.filter((id) => id !== first));
  // Another kind of job: other limits need another container.
  const other = requestOf({ ...step("true"), resources: { ...request.spec.resources, pids: 50 } });
  const { end } = await outcomeOf(runner, other);
  expect(end.exitCode).toBe(0);
  await runner.close();
  expect(await subject.leftovers()).toEqual([]);
});

test("what waits ends with the worker, and the next one removes it", async () => {
  await using subject = await dockerSubject({ parked: { each: 1, most: 1 } });
  const { engine, group } = subject;
  const program = `
    import { connectEngine } from "@slipway/engine";
    import { createDockerRunner } from ${JSON.stringify(`${import.meta.dir}/docker-runner.ts`)};
    const engine = connectEngine({ env: process.env, host: ${JSON.stringify(engine.endpoint.address)} });
    const runner = createDockerRunner({ engine, group: ${JSON.stringify(group)}, image: ${JSON.stringify(jobImage)}, parked: { each: 1, most: 1 } });
    await runner.prepare(${JSON.stringify({ ...requestOf({}).spec, network: { allow: ["example.org"] } })});
    await runner.full();
    console.log("full");
    await new Promise(() => undefined);
  `;
  const filters = { label: [`${labels.group}=${group}`], type: ["container"], event: ["die", "destroy"] };
  const events = await engine.system.events({ filters, signal: AbortSignal.timeout(30_000) });
  const worker = Bun.spawn([process.execPath, "-e", program], {
    cwd: import.meta.dir,
    stdout: "pipe",
    stderr: "inherit",
  });
  for await (const _ of worker.stdout) break;
  worker.kill("SIGKILL");
  // Both end, and the engine removes the one with the network.
  let seen = 0;
  for await (const _ of events) if (++seen === 3) break;
  expect(await subject.runner.runs()).toEqual([]);
  expect(await subject.leftovers()).toEqual([]);
});

test.each([
  ["while the job runs", "echo up; sleep 600", /up\n/],
  ["when the job has ended", "true", / end exit 0/],
])("a container whose worker goes before it has given it a name, %s, ends and is removed", async (_, run, seen) => {
  await using subject = await dockerSubject();
  const { engine, group } = subject;
  const request = requestOf(step(run));
  const image = (await engine.images.inspect(jobImage))?.Id ?? "";
  const body = containerBody(
    { image, user: "65532:65532", network: "none", resources: request.spec.resources },
    { [labels.group]: group, [labels.role]: "parked" },
  );
  const { Id } = await engine.containers.create(body, { name: `${parkedName}${group}` });
  const live = await engine.containers.attach(Id, false, { stdin: true });
  await engine.containers.start(Id);
  await live.write(given(request, { namedLater: true }));
  let printed = "";
  for await (const { data } of live.output) {
    printed += Buffer.from(data).toString();
    if (seen.test(printed)) break;
  }
  live.close();
  const { exit } = await engine.containers.wait(Id);
  await exit;
  expect(await subject.runner.runs()).toEqual([]);
  expect(await subject.leftovers()).toEqual([]);
});

test("what a worker began that stands still before the name is given does not run on beside the next attempt", async () => {
  await using subject = await dockerSubject();
  const { engine, group } = subject;
  const rename = () => new Promise<never>(() => undefined);
  const still = { ...engine, containers: { ...engine.containers, rename } };
  const parked = { each: 1, most: 1 };
  const runner = createDockerRunner({ engine: still, group, image: jobImage, parked });
  const request = requestOf(step("echo up; sleep 600"));
  await runner.prepare(request.spec);
  await runner.full();
  const run = await runner.start(request);
  await untilPrinted(run, "up");
  const ended = run.ended();
  expect(await subject.runner.attach(request)).toBeUndefined();
  expect((await ended).reason).toBe("infra");
  await runner.close();
  expect(await subject.leftovers()).toEqual([]);
});
