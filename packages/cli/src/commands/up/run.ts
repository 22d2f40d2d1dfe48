import { exitCode } from "@slipway/core";
import { lookAndPlan, type UpPolicy, up } from "@slipway/stack";
import { checkPlan, parallelOf, showPlan, withProgress } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { connect, reachEngine, withEngine } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { progressMode } from "../../output/progress/progress.ts";
import { quieter } from "../../output/progress/quieter.ts";
import { renderPlan } from "../../output/render-plan.ts";
import { styleFor } from "../../output/style.ts";
import { type OpenProject, openProject } from "../../project.ts";
import { attach } from "./attach.ts";
import type { upOptions } from "./command.ts";
import { followUp } from "./follow.ts";
import { checkScale, policyOf } from "./policy.ts";

type UpInput = Input<typeof upOptions>;

export async function run(context: Context, input: UpInput): Promise<number> {
  const { args, options, globals } = input;
  const detached = isDetached(options);
  const policy: UpPolicy = {
    ...policyOf(args, options, context),
    wait: options.wait,
    ...(options.waitTimeout === undefined ? {} : { waitTimeout: options.waitTimeout }),
  };
  reachEngine(context, globals);
  const opened = await openProject(context, globals, { services: args, noDeps: options.noDeps });
  checkScale(policy, opened.project);
  if (globals.dryRun) return showDryRun(context, input, opened, policy);
  if (detached) {
    await start(context, input, opened, policy);
    return exitCode.done;
  }
  const engine = connect(context, globals);
  const attached = attach(context, input, opened.project, engine);
  try {
    await start(context, input, opened, policy);
    return await followUp(context, input, { project: opened.project, engine, attached });
  } finally {
    attached.close();
    engine.close();
  }
}

async function start(
  context: Context,
  { options, globals }: UpInput,
  opened: OpenProject,
  policy: UpPolicy,
): Promise<void> {
  await withEngine(context, globals, async (engine, signal) => {
    const made = await withProgress(context, globals, "Running", (report) =>
      up({ engine, ...opened, policy, report: quieter(report, options), signal, ...parallelOf(context, globals) }),
    );
    const mode = progressMode(context, globals);
    if (made.changes.length === 0 && (mode === "tty" || mode === "plain")) {
      context.stderr.write(renderPlan(made, styleFor(context, context.stderr, globals)));
    }
  });
}

/** Whether `up` returns when all is started. Throws `CLI_OPTIONS_EXCLUDE` where that contradicts another option. */
function isDetached(options: UpInput["options"]): boolean {
  const one = options.detach ? "-d" : options.wait ? "--wait" : options.noStart ? "--no-start" : undefined;
  const watches = {
    "--exit-code-from": options.exitCodeFrom !== undefined,
    "--abort-on-container-exit": options.abortOnContainerExit,
    "--abort-on-container-failure": options.abortOnContainerFailure,
    "--attach": options.attach.length > 0,
  };
  const other = Object.entries(watches).find(([, given]) => given)?.[0];
  if (one && other) throw cliErrors.error("CLI_OPTIONS_EXCLUDE", { one, other });
  return one !== undefined;
}

async function showDryRun(
  context: Context,
  { globals }: UpInput,
  { project, locate }: OpenProject,
  policy: UpPolicy,
): Promise<number> {
  return withEngine(context, globals, async (engine, signal) => {
    const { plan: made } = await lookAndPlan({ engine, project, locate, policy, signal });
    await checkPlan(context, globals, made);
    showPlan(context, globals, made);
    return exitCode.done;
  });
}
