import type { LoadOptions } from "@slipway/compose";
import { exitCode, type SlipwayError } from "@slipway/core";
import { keptPasswords, lookAndPlan, type Report, type StackEvent, type UpPolicy, up } from "@slipway/stack";
import { checkPlan, parallelOf, showPlan, withProgress } from "../../carry-out.ts";
import type { Context } from "../../context.ts";
import { reachEngine, wholeLook, withEngine } from "../../engine.ts";
import type { Globals } from "../../globals.ts";
import { progressMode } from "../../output/progress/progress.ts";
import { quieter } from "../../output/progress/quieter.ts";
import { renderPlan } from "../../output/render-plan.ts";
import { styleFor } from "../../output/style.ts";
import { warn } from "../../output/warn.ts";
import { type OpenProject, openProject } from "../../project.ts";
import { checkScale } from "./policy.ts";

export interface BringUp {
  /** Of the progress: `Running`. */
  readonly title: string;
  readonly policy: UpPolicy;
  readonly quietPull: boolean;
  readonly quietBuild: boolean;
  /** Called for everything that is reported. */
  readonly heard?: (event: StackEvent) => void;
}

/** Opens the project and makes the engine follow it, as the policy says; with `--dry-run` it shows the plan instead. */
export async function bringUp(context: Context, globals: Globals, asked: BringUp): Promise<number> {
  reachEngine(context, globals, wholeLook);
  const opened = await openFor(context, globals, asked.policy);
  if (globals.dryRun) return showDryRun(context, globals, opened, asked.policy);
  await follow(context, globals, opened, asked);
  return exitCode.done;
}

/** The project that a policy is for. @throws {@link SlipwayError} CLI_PROJECT_INVALID, CLI_NO_SUCH_SERVICE */
export async function openFor(
  context: Context,
  globals: Globals,
  policy: UpPolicy,
  from: Pick<LoadOptions, "fileSystem"> = {},
): Promise<OpenProject> {
  const opened = await openProject(context, globals, {
    ...from,
    settings: globals.dryRun ? "pretend" : "make",
    services: policy.services ?? [],
    noDeps: policy.noDeps ?? false,
  });
  checkScale(policy, opened.project);
  return opened;
}

/** Makes the engine follow a project, with progress; says so when there was nothing to do. */
export async function follow(
  context: Context,
  globals: Globals,
  opened: OpenProject,
  { title, policy, heard, ...quiet }: BringUp,
): Promise<void> {
  await withEngine(context, globals, async (engine, signal, ahead) => {
    const { madeSecrets: secrets, project, locate } = opened;
    if (secrets) {
      const volumes = new Set((await engine.volumes.list({ signal })).map(({ Name }) => Name));
      warn(context, globals, keptPasswords(project, secrets, volumes, locate));
    }
    const { plan: made } = await withProgress(context, globals, title, (shown) => {
      const quieted = quieter(shown, quiet);
      const report: Report = (event) => {
        heard?.(event);
        quieted(event);
      };
      return up({ engine, ...opened, policy, report, signal, ahead, ...parallelOf(context, globals) });
    });
    const mode = progressMode(context, globals);
    if (made.changes.length === 0 && (mode === "tty" || mode === "plain")) {
      context.stderr.write(renderPlan(made, styleFor(context, context.stderr, globals)));
    }
  });
}

/** Prints what {@link follow} would do, and changes nothing. */
export async function showDryRun(
  context: Context,
  globals: Globals,
  { project, locate }: OpenProject,
  policy: UpPolicy,
): Promise<number> {
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const { plan: made } = await lookAndPlan({ engine, project, locate, policy, signal, ahead });
    await checkPlan(context, globals, made);
    showPlan(context, globals, made);
    return exitCode.done;
  });
}
