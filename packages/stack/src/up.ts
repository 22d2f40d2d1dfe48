import { setTimeout } from "node:timers/promises";
import type { Project } from "@slipway/compose";
import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { apply } from "./apply/apply.ts";
import { label } from "./labels.ts";
import type { Ahead } from "./look-ahead.ts";
import { lookAndPlan } from "./look-and-plan.ts";
import type { Locate } from "./plan/images.ts";
import type { Plan } from "./plan/operation.ts";
import type { UpPolicy } from "./plan/policy.ts";
import { printPlan } from "./plan/print.ts";
import { givenBy, overridden, withGiven } from "./providers/given.ts";
import type { Answer } from "./providers/messages.ts";
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
  /** What the engine was asked already. */
  readonly ahead?: Ahead | undefined;
}

export interface Up {
  /** What was done besides images and providers. */
  readonly plan: Plan;
  /** The project with the variables that providers and models gave. */
  readonly project: Project;
}

/**
 * Makes the engine run what the project says: observe, plan, apply. When images have to be pulled or built, or providers asked, that
 * comes first, and the rest is planned with what is known then.
 * @throws what stands in the way of the plan, and what fails while it is applied
 */
export async function up(asked: UpContext): Promise<Up> {
  const { engine, policy, signal, report, locate } = asked;
  let { observed, plan: planned, given } = await lookAndPlan(asked);
  const first = planned.operations.filter(isPreparation);
  refuse(planned, report);
  const answers = { providers: new Map<string, Answer>(), models: new Map<string, string>() };
  if (first.length > 0) await apply({ ...planned, operations: first }, { ...asked, observed, answers });
  for (const diagnostic of overridden(asked.project, answers, locate)) report({ kind: "diagnostic", diagnostic });
  const project = withGiven(asked.project, givenBy(asked.project, answers, given));
  const context = { ...asked, ahead: undefined, project };
  const settled = { ...context, project: withoutImageWishes(project), policy: settledPolicy(policy) };
  if (first.length > 0) {
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
  return { plan: planned, project };
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

/** The policy once images are pulled and built, and providers have answered: what wanted that is satisfied. */
function settledPolicy({ build: _, pull: __, ...rest }: UpPolicy): UpPolicy {
  return { ...rest, pull: "missing", given: true };
}

function isPreparation({ kind }: Plan["operations"][number]): boolean {
  return kind === "pull-image" || kind === "build-image" || kind === "call-provider" || kind === "prepare-model";
}

/** The project without the wish to pull or build what has just been pulled or built. */
function withoutImageWishes(project: Project): Project {
  const services = Object.entries(project.services).map(([name, { pull_policy: _, ...service }]) => [name, service]);
  return { ...project, services: Object.fromEntries(services) };
}
