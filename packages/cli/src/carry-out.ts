import type { Project } from "@slipway/compose";
import { exitCode } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import type { Ahead, Observed, ObservedContainer, ObservedContainers, Plan, Report } from "@slipway/stack";
import type { Context } from "./context.ts";
import { wholeLook, withEngine } from "./engine.ts";
import type { Globals } from "./globals.ts";
import { openProgress, progressMode } from "./output/progress/progress.ts";
import { renderPlan, renderPlanJson } from "./output/render-plan.ts";
import { styleFor } from "./output/style.ts";
import { warn } from "./output/warn.ts";
import { checkServices } from "./services.ts";
import { openTarget, projectOf, type Target } from "./target.ts";

export interface Verb {
  /** Of the progress: `Stopping`. */
  readonly title: string;
  /** What was named: services, and replicas as `web#2`. */
  readonly services: readonly string[];
  /** Asked before anything is changed; without a yes nothing is. */
  readonly consent?: (plan: Plan) => Promise<boolean>;
  /** Afterwards wait until what was named runs or is healthy, for so many seconds at most. */
  readonly waitUntilReady?: { readonly seconds?: number };
}

/** Observes a project, plans with what is seen, and applies it; with `--dry-run` it shows the plan instead. */
export async function carryOut(
  context: Context,
  globals: Globals,
  { title, services, consent, waitUntilReady }: Verb,
  decide: (
    observed: Observed,
    project: Project | undefined,
    stack: typeof import("@slipway/stack"),
    engine: Engine,
  ) => Plan | Promise<Plan>,
): Promise<number> {
  const target = await openTarget(context, globals, wholeLook);
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const stack = await import("@slipway/stack");
    const project = projectOf(target);
    const observed = await stack.observe(engine, target, signal, undefined, ahead);
    checkServices(services, target, observed);
    const decided = await stack.withPortClashes(await decide(observed, project, stack, engine), observed, {
      engine,
      signal,
    });
    const inTheWay = project ? stack.ownershipErrors(project, observed) : [];
    const unreadable = stack.unreadableErrors(decided, observed);
    const plan = { ...decided, diagnostics: [...inTheWay, ...unreadable, ...decided.diagnostics] };
    await checkPlan(context, globals, plan);
    if (globals.dryRun) {
      showPlan(context, globals, plan);
      return exitCode.done;
    }
    const mode = progressMode(context, globals);
    if (plan.operations.length === 0 && (mode === "tty" || mode === "plain")) {
      context.stderr.write(renderPlan({ ...plan, unchanged: [] }, styleFor(context, context.stderr, globals)));
    }
    if (consent && plan.operations.length > 0 && !(await consent(plan))) return exitCode.failed;
    await withProgress(context, globals, title, async (report) => {
      await stack.apply(plan, {
        engine,
        observed,
        report,
        signal,
        ...parallelOf(context, globals),
        ...(project ? { project } : {}),
      });
      if (!waitUntilReady) return;
      const wants = (container: ObservedContainer): boolean => stack.isAddressed(container, services);
      await stack.waitUntilReady({ engine, projectName: target.name, wants, report, signal, ...waitUntilReady });
    });
    return exitCode.done;
  });
}

/** How much is done at once: `--parallel`, then COMPOSE_PARALLEL_LIMIT; negative is as much as can be. */
export function parallelOf(
  { env }: Pick<Context, "env">,
  { parallel }: Pick<Globals, "parallel">,
): { readonly parallel?: number } {
  const asked = parallel ?? Number(env.COMPOSE_PARALLEL_LIMIT || Number.NaN);
  return Number.isInteger(asked) && asked > 0 ? { parallel: asked } : {};
}

/** Prints a plan to standard output, as text or JSON. */
export function showPlan(context: Context, globals: Globals, plan: Plan, format?: "text" | "json"): void {
  const asJson = format === "json" || (format === undefined && progressMode(context, globals) === "json");
  context.stdout.write(asJson ? renderPlanJson(plan) : renderPlan(plan, styleFor(context, context.stdout, globals)));
}

/** Shows what planning warned of; throws all that stands in the way of what was planned. */
export async function checkPlan(context: Context, globals: Globals, plan: Plan): Promise<void> {
  const { refuse } = await import("@slipway/stack");
  refuse(plan, (event) => {
    if (event.kind === "diagnostic") warn(context, globals, [event.diagnostic]);
  });
}

/** Shows the progress of work; the terminal is given back however it ends. */
export async function withProgress<Result>(
  context: Context,
  globals: Globals,
  title: string,
  work: (report: Report) => Promise<Result>,
): Promise<Result> {
  const progress = await openProgress(context, globals, title);
  try {
    return await work(progress.report);
  } finally {
    progress.end();
  }
}

/** A project that may be known by its name alone, and a look at its containers, for commands that change nothing. */
export async function observeTarget(context: Context, globals: Globals): Promise<ObservedTarget> {
  const target = await openTarget(context, globals, ["containers"]);
  return {
    target,
    look: async (engine, signal, ahead) =>
      (await import("@slipway/stack")).observeContainers(engine, target.name, signal, ahead),
  };
}

export interface ObservedTarget {
  readonly target: Target;
  readonly look: (engine: Engine, signal?: AbortSignal, ahead?: Ahead) => Promise<ObservedContainers>;
}
