import { setTimeout } from "node:timers/promises";
import type { Project } from "@slipway/compose";
import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { apply } from "./apply/apply.ts";
import { label } from "./labels.ts";
import { lookAndPlan } from "./look-and-plan.ts";
import type { Locate } from "./plan/images.ts";
import type { Plan } from "./plan/operation.ts";
import type { UpPolicy } from "./plan/policy.ts";
import { printPlan } from "./plan/print.ts";
import { refuse } from "./refuse.ts";
import type { Report } from "./report.ts";
import { rollBack } from "./roll-back.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

export interface UpContext {
  readonly engine: Engine;
  readonly project: Project;
  readonly locate: Locate;
  readonly policy: UpPolicy;
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly parallel?: number;
}

/**
 * Makes the engine run what the project says: observe, plan, apply. When images have to be pulled or built, that comes
 * first, and the rest is planned with the images as they then are. Gives the plan of what was done besides images.
 * @throws what stands in the way of the plan, and what fails while it is applied
 */
export async function up(context: UpContext): Promise<Plan> {
  const { engine, project, policy, signal, report } = context;
  const settled = { ...context, project: withoutImageWishes(project), policy: settledPolicy(policy) };
  let { observed, plan: planned } = await lookAndPlan(context);
  const images = planned.operations.filter(isImage);
  refuse(planned, report);
  if (images.length > 0) {
    await apply({ ...planned, operations: images }, { ...context, observed });
    ({ observed, plan: planned } = await lookAndPlan(settled));
    refuse({ ...planned, diagnostics: planned.diagnostics.filter(({ severity }) => severity === "error") }, report);
  }
  for (let attempt = 1; ; attempt++) {
    try {
      await apply(planned, { ...context, observed });
      break;
    } catch (cause) {
      if (!isUnsettled(cause) || attempt === settling.attempts || (await isTakenByOthers(planned, engine)))
        throw await rollBack(planned, cause, context);
    }
    const before = printPlan(planned);
    ({ observed, plan: planned } = await lookAndPlan(settled));
    if (printPlan(planned) === before) await setTimeout(settling.pauseMs, undefined, { signal });
  }
  if (policy.wait) {
    const { waitTimeout: seconds } = policy;
    const wants = ({ service }: { readonly service: string }): boolean => service in project.services;
    const limit = seconds === undefined ? {} : { seconds };
    await waitUntilReady({ engine, projectName: project.name, wants, report, signal, ...limit });
  }
  return planned;
}

/**
 * An `up` that was killed leaves calls in the engine. It takes a name before it shows what it makes, or gives the name back
 * because nobody waits for the answer; neither is an event.
 */
const settling = { attempts: 10, pauseMs: 200 };

/** True when something that can be seen, and that is not of this project, has the name of a container to be made. */
async function isTakenByOthers({ operations, projectName }: Plan, engine: Engine): Promise<boolean> {
  const names = operations.flatMap((operation) =>
    operation.kind === "create-container" ? operation.containerName : [],
  );
  const holders = await Promise.all(
    names.map((name) =>
      engine.containers.inspect(name).catch((cause: unknown) => {
        if (isSlipwayError(cause) && cause.code === "ENGINE_NO_SUCH_CONTAINER") return undefined;
        throw cause;
      }),
    ),
  );
  return holders.some((holder) => {
    const labels = holder?.Config.Labels;
    return labels && (labels[label.project] !== projectName || labels[label.configHash] === undefined);
  });
}

/** True when all that failed was to make something whose name something else has, or to work on a container that has gone. */
function isUnsettled(cause: unknown): boolean {
  if (!isSlipwayError(cause)) return false;
  const codes = cause.code === "STACK_SEVERAL" ? cause.diagnostics.map(({ code }) => code) : [cause.code];
  return codes.length > 0 && codes.every((code) => unsettled.has(code));
}

const unsettled: ReadonlySet<string> = new Set(["ENGINE_NAME_IN_USE", "ENGINE_NO_SUCH_CONTAINER"]);

/** The policy once images are pulled and built: what wanted them anew is satisfied. */
function settledPolicy({ build: _, pull: __, ...rest }: UpPolicy): UpPolicy {
  return { ...rest, pull: "missing" };
}

function isImage(operation: Plan["operations"][number]): boolean {
  return operation.kind === "pull-image" || operation.kind === "build-image";
}

/** The project without the wish to pull or build what has just been pulled or built. */
function withoutImageWishes(project: Project): Project {
  const services = Object.entries(project.services).map(([name, { pull_policy: _, ...service }]) => [name, service]);
  return { ...project, services: Object.fromEntries(services) };
}
