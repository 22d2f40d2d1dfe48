import type { Hook } from "@slipway/compose";
import { isSlipwayError } from "@slipway/core";
import { apply } from "../apply/apply.ts";
import { buildImages } from "../build/build-images.ts";
import { execIn } from "../exec.ts";
import { observe, observeContainers } from "../observe.ts";
import type { ObservedContainer } from "../observed.ts";
import { onlyServices } from "../only-services.ts";
import { planRestart } from "../plan/lifecycle.ts";
import type { Report } from "../report.ts";
import { up } from "../up.ts";
import type { ServiceWork } from "./decide.ts";
import { syncFiles } from "./sync.ts";
import type { WatchContext } from "./watch.ts";

/** Runs one piece of work with its progress shown. */
export type Progress = <T>(title: string, work: (report: Report) => Promise<T>) => Promise<T>;

/** Does what changed files mean: the rebuild of services together, or all else of one service. */
export async function carryOut(
  context: WatchContext,
  services: readonly string[],
  work: ServiceWork | undefined,
): Promise<void> {
  if (!work) return rebuild(context, services);
  const { engine, project, tell, signal } = context;
  const { service, sync, restart, execs } = work;
  const observed = await observeContainers(engine, project.name, signal);
  const containers = observed.containers.filter((one) => one.service === service && !one.oneOff);
  if (sync.size > 0) {
    const done = await syncFiles(engine, containers.filter(isUp), sync, signal);
    tell({ kind: "synced", service, ...done, containers: containers.filter(isUp).length });
  }
  if (restart) {
    await context.progress("Restarting", async (report) => {
      const all = await observe(engine, project, signal);
      const plan = planRestart(all, project, { services: [service], noDeps: true });
      await apply(plan, { engine, observed: all, project, report, signal });
    });
    tell({ kind: "restarted", service });
  }
  for (const exec of execs) {
    for (const container of containers.filter(isUp)) await execute(context, container, exec);
  }
}

function isUp({ summary }: ObservedContainer): boolean {
  return summary.State === "running";
}

async function execute(
  { engine, project, tell, signal }: WatchContext,
  { service, number }: ObservedContainer,
  { command, user, working_dir: workdir, privileged, environment }: Hook,
): Promise<void> {
  const observed = await observeContainers(engine, project.name, signal);
  const show = (data: Uint8Array): void => tell({ kind: "output", service, text: new TextDecoder().decode(data) });
  const env = Object.entries(environment ?? {}).flatMap(([name, value]) => (value === null ? [] : `${name}=${value}`));
  const exitCode = await execIn(
    engine,
    observed,
    {
      service,
      index: number,
      command,
      tty: false,
      stdin: false,
      env,
      signal,
      ...(user === undefined ? {} : { user }),
      ...(workdir === undefined ? {} : { workdir }),
      ...(privileged === undefined ? {} : { privileged }),
    },
    { stdout: show, stderr: show },
  );
  tell({ kind: "executed", service, command, exitCode });
}

/** Builds the images of services, each once, and recreates their containers, nothing else. */
async function rebuild(context: WatchContext, services: readonly string[]): Promise<void> {
  const { engine, locate, prune, tell, signal } = context;
  tell({ kind: "rebuilding", services });
  const project = onlyServices(context.project, new Set(services));
  await context.progress("Rebuilding", async (report) => {
    const before = await observeContainers(engine, project.name, signal);
    await buildImages({ engine, project, services, locate, report, signal, onePlatform: true });
    await up({ engine, project, locate, policy: { services, noDeps: true, noBuild: true }, report, signal });
    if (!prune) return;
    const replaced = before.containers.filter((one) => services.includes(one.service)).map(({ imageId }) => imageId);
    for (const id of new Set(replaced)) await removeDangling(context, id);
  });
  tell({ kind: "rebuilt", services });
}

/** Removes an image that no name leads to any more; one that something else still needs stays. */
async function removeDangling({ engine, signal }: WatchContext, id: string): Promise<void> {
  const image = await engine.images.inspect(id, { signal });
  if (!image || (image.RepoTags ?? []).length > 0) return;
  try {
    await engine.images.remove(id, { signal });
  } catch (cause) {
    if (!isSlipwayError(cause)) throw cause;
  }
}
