import { expect, test } from "bun:test";
import { describeRunner } from "../testing/runner-suite.ts";
import { outcomeOf, requestOf, step } from "../testing/subject.ts";
import { labels } from "./names.ts";
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
    const runner = createDockerRunner({ engine, group: ${JSON.stringify(group)}, image: "debian:12-slim", parked: { each: 1, most: 1 } });
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
