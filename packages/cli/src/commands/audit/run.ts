import { resolve } from "node:path";
import { exitCode } from "@slipway/core";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { styleFor } from "../../output/style.ts";
import type { auditOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof auditOptions>): Promise<number> {
  const { audit, renderJson, renderText, reportOf } = await import("@slipway/audit");
  const report = reportOf(await audit(resolve(context.cwd, args[0] ?? ".")));
  const style = styleFor(context, context.stdout, globals);
  context.stdout.write(options.format === "json" ? renderJson(report) : renderText(report, style));
  const failed =
    report.findings.some(({ severity }) => severity === "error") ||
    (options.gate && report.gates.some(({ state }) => state === "fail"));
  return failed ? exitCode.failed : exitCode.done;
}
