import { randomBytes } from "node:crypto";
import { connectEngine, type Engine } from "@slipway/engine";
import { jobImage } from "../../testing/job-image.ts";
import type { Subject } from "../../testing/subject.ts";
import { createDockerRunner, type DockerRunner, type DockerRunnerOptions } from "../docker-runner.ts";
import { labels } from "../names.ts";
import { removeContainer } from "../remove.ts";

/** The engine under test. */
function testEngine(): Engine {
  const host = process.env["SLIPWAY_TEST_ENGINE"];
  return connectEngine({ env: process.env, ...(host ? { host } : {}) });
}

function rank(names: readonly string[]): number {
  return names.some((name) => /^\/slipway-(?:net|pause)-/.test(name)) ? 1 : 0;
}

/** A runner of a group that nothing else has; disposing removes whatever the group still has. */
export async function dockerSubject(
  options: Partial<DockerRunnerOptions> = {},
): Promise<
  Subject & AsyncDisposable & { readonly engine: Engine; readonly group: string; readonly runner: DockerRunner }
> {
  const engine = testEngine();
  const group = `test-${randomBytes(6).toString("hex")}`;
  const open = () => createDockerRunner({ engine, group, image: jobImage, ...options });
  const runner = open();
  const filters = { label: [`${labels.group}=${group}`] };
  const containers = () => engine.containers.list({ all: true, filters });
  return {
    engine,
    group,
    runner,
    second: async () => open(),
    kill: async (run) => {
      await engine.containers.kill((await run.applied()).container, { killSignal: "SIGKILL" });
    },
    async leftovers() {
      const [found, volumes, networks] = await Promise.all([
        containers(),
        engine.volumes.list({ filters }),
        engine.networks.list({ filters }),
      ]);
      return [
        ...found.flatMap(({ Names }) => Names),
        ...volumes.map(({ Name }) => Name),
        ...networks.map(({ Name }) => Name),
      ];
    },
    async [Symbol.asyncDispose]() {
      await runner.close();
      // Those with networks last.
      const found = (await containers()).toSorted((a, b) => rank(a.Names) - rank(b.Names));
      for (const { Id } of found) await removeContainer(engine, Id);
      for (const { Name } of await engine.volumes.list({ filters })) await engine.volumes.remove(Name);
      for (const { Id } of await engine.networks.list({ filters })) await engine.networks.remove(Id);
      engine.close();
    },
  };
}
