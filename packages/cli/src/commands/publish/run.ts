import { relative } from "node:path";
import { exitCode } from "@slipway/core";
import type { Publication, PublishPolicy } from "@slipway/stack";
import { checkPlan, showPlan, withProgress } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import { confirm } from "../../confirm.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { openWritten } from "../../project.ts";
import type { publishOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof publishOptions>): Promise<number> {
  const [repository = ""] = args;
  const { withEnv, resolveImageDigests, app: withImages, ociVersion: oci } = options;
  const policy: PublishPolicy = { repository, withEnv, resolveImageDigests, withImages, ...(oci ? { oci } : {}) };
  const { project, locate } = await openWritten(context, globals, { profiles: ["*"] });
  const { preparePublication, publish } = await import("@slipway/stack");
  const publication = preparePublication(project, policy, locate);
  await checkPlan(context, globals, publication.plan);
  if (globals.dryRun) {
    context.stderr.write(told(context, publication));
    showPlan(context, globals, publication.plan);
    return exitCode.done;
  }
  const asked = told(context, publication);
  if (asked !== "" && !options.yes) {
    context.stderr.write(asked);
    const question = `Publish this as ${repository}?`;
    if (!(await confirm(context, { command: "publish", question, flag: "--yes" }))) return exitCode.failed;
  }
  return withEngine(context, globals, async (engine, signal) => {
    const digest = await withProgress(context, globals, "Publishing", (report) =>
      publish(publication, policy, { engine, project, locate, report, signal, env: context.env }),
    );
    context.stdout.write(`oci://${repository.replace(/:[^:/]*$/, "")}@${digest}\n`);
    return exitCode.done;
  });
}

/** What a person should know before; empty when there is nothing. Values are never shown. */
function told({ cwd }: Context, { concerns, suspicions }: Publication): string {
  const places = suspicions.map(
    ({ what, at }) => `${relative(cwd, at.file)}:${at.line}:${at.column} looks like a secret: ${what}`,
  );
  const lines = [...concerns, ...places];
  return lines.length === 0
    ? ""
    : `Everybody who may read the repository will see:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
}
