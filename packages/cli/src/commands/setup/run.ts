import { exitCode } from "@slipway/core";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { styleFor } from "../../output/style.ts";
import { checkMachine, cureMachine, isReady } from "../../setup/check.ts";
import { thisMachine } from "../../setup/machine.ts";
import { renderFindings, renderFindingsJson } from "../../setup/render.ts";
import { waitForEngine } from "../../setup/wait-for-engine.ts";
import type { setupOptions } from "./command.ts";

export async function run(context: Context, { options, globals }: Input<typeof setupOptions>): Promise<number> {
  const machine = thisMachine(context, globals);
  const found = await checkMachine(machine);
  const cure = options.yes && !globals.dryRun;
  const tell = (text: string): void => context.stderr.write(`${text}\n`);
  const findings = cure ? await cureMachine(machine, found, tell, waitForEngine) : found;
  const text = renderFindings(findings, styleFor(context, context.stdout, globals));
  context.stdout.write(options.format === "json" ? renderFindingsJson(findings) : text);
  return isReady(findings) ? exitCode.done : exitCode.failed;
}
