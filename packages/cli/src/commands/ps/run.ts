import { exitCode } from "@slipway/core";
import { type ContainerRow, containerRows } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { isTemplate } from "../../option.ts";
import { checkServices } from "../../services.ts";
import { projectOf, type Target } from "../../target.ts";
import type { psOptions } from "./command.ts";
import { renderRows, toPsObject } from "./rows.ts";
import { states } from "./states.ts";

type Options = Input<typeof psOptions>["options"];

export async function run(context: Context, { args, options, globals }: Input<typeof psOptions>): Promise<number> {
  const wanted = wantedStates(options);
  const { target, look } = await observeTarget(context, globals);
  const rows = await withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices(args, target, observed);
    return containerRows(observed);
  });
  const shown = rows
    .filter((row) => args.length === 0 || args.includes(row.service))
    .filter((row) => (wanted ? wanted.has(row.state) : isShown(row, options)))
    .filter((row) => options.orphans || !isOrphan(row, target));
  context.stdout.write(await textOf(shown, options, context.now()));
  return exitCode.done;
}

async function textOf(rows: readonly ContainerRow[], options: Options, now: number): Promise<string> {
  if (options.quiet) return rows.map((row) => `${row.id}\n`).join("");
  if (options.services) return [...new Set(rows.map((row) => row.service))].map((name) => `${name}\n`).join("");
  if (options.format === "json")
    return rows.map((row) => `${JSON.stringify(toPsObject(row, now, options.noTrunc))}\n`).join("");
  if (isTemplate(options.format)) {
    const { renderTemplate } = await import("../../output/template/render.ts");
    const objects = rows.map((row) => toPsObject(row, now, options.noTrunc));
    return renderTemplate(options.format, objects, { ID: "CONTAINER ID", RunningFor: "CREATED" });
  }
  return renderRows(rows, now, options.noTrunc);
}

/** What `ps` shows unless asked otherwise: what runs, without the containers of `run` that have ended. */
function isShown(row: ContainerRow, options: Options): boolean {
  return options.all || row.state === "running" || row.state === "restarting" || row.state === "paused";
}

function isOrphan(row: ContainerRow, target: Target): boolean {
  const project = projectOf(target);
  return project !== undefined && !(row.service in project.services) && !(row.service in project.disabledServices);
}

function wantedStates({ status, filter }: Options): ReadonlySet<string> | undefined {
  const asked = filter.map((text) => {
    if (text.startsWith("status=")) return text.slice("status=".length);
    throw cliErrors.error("CLI_BAD_VALUE", { option: "--filter", value: text, expected: "status=STATE" });
  });
  const all = [...status.flatMap((text) => text.split(",")), ...asked];
  const bad = all.find((state) => !states.some((known) => known === state));
  if (bad !== undefined)
    throw cliErrors.error("CLI_BAD_VALUE", { option: "--status", value: bad, expected: states.join(", ") });
  return all.length > 0 ? new Set(all) : undefined;
}
