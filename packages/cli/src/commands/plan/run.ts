import { exitCode } from "@slipway/core";
import { lookAndPlan } from "@slipway/stack";
import { checkPlan, showPlan } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { reachEngine, wholeLook, withEngine } from "../../engine.ts";
import { openProject } from "../../project.ts";
import { checkScale, policyOf } from "../up/policy.ts";
import type { planOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof planOptions>): Promise<number> {
  const policy = policyOf(args, options, context);
  reachEngine(context, globals, wholeLook);
  const { project, locate } = await openProject(context, globals, {
    settings: "pretend",
    services: args,
    noDeps: options.noDeps,
  });
  checkScale(policy, project);
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const { plan: made } = await lookAndPlan({ engine, project, locate, policy, signal, ahead });
    await checkPlan(context, globals, made);
    showPlan(context, globals, made, options.format);
    return options.detailedExitcode && made.changes.length > 0 ? exitCode.changes : exitCode.done;
  });
}
