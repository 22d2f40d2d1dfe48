import { exitCode } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { isAddressed, type ObservedContainer, type Usage, usageOf } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { isTemplate } from "../../option.ts";
import { checkServices } from "../../services.ts";
import type { statsOptions } from "./command.ts";
import { renderUsages, toUsageObject, type UsageRow, usageHeadings } from "./rows.ts";

type Options = Input<typeof statsOptions>["options"];

export async function run(context: Context, { args, options, globals }: Input<typeof statsOptions>): Promise<number> {
  const { target, look } = await observeTarget(context, globals);
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices(args, target, observed);
    const shown = observed.containers.filter(
      (container) => isAddressed(container, args) && (options.all || container.summary.State === "running"),
    );
    const textOf = await renderer(options);
    if (options.noStream) context.stdout.write(textOf(await once(engine, shown, signal)));
    else await follow(context, engine, shown, { ...options, textOf }, signal);
    return signal.aborted ? exitCode.interrupted : exitCode.done;
  });
}

function once(
  engine: Engine,
  containers: readonly ObservedContainer[],
  signal: AbortSignal,
): Promise<readonly UsageRow[]> {
  return Promise.all(
    containers.map(async ({ id, name }) => {
      for await (const sample of engine.containers.stats(id, { once: true, signal })) {
        return { id, name, usage: usageOf(sample) };
      }
      return { id, name };
    }),
  );
}

/** A table each time that every container has told something new; the engine sends a sample a second. */
async function follow(
  { stdout }: Context,
  engine: Engine,
  containers: readonly ObservedContainer[],
  { format, textOf }: Options & { readonly textOf: (rows: readonly UsageRow[]) => string },
  signal: AbortSignal,
): Promise<void> {
  const usages = new Map<string, Usage>();
  const told = new Set<string>();
  const live = new Set(containers.map(({ id }) => id));
  const show = (): void => {
    if ([...live].some((id) => !told.has(id))) return;
    told.clear();
    const rows = containers.map(({ id, name }): UsageRow => {
      const usage = usages.get(id);
      return { id, name, ...(usage ? { usage } : {}) };
    });
    // Home, and what was below is cleared: the next table takes the place of this one.
    stdout.write(`${stdout.isTTY && format !== "json" ? "\u001b[H\u001b[J" : ""}${textOf(rows)}`);
  };
  await Promise.all(
    containers.map(async ({ id }) => {
      try {
        for await (const sample of engine.containers.stats(id, { signal })) {
          usages.set(id, usageOf(sample));
          told.add(id);
          show();
        }
      } catch (cause) {
        if (!signal.aborted) throw cause;
      }
      live.delete(id);
    }),
  );
}

async function renderer({ format, noTrunc }: Options): Promise<(rows: readonly UsageRow[]) => string> {
  const toObject = (row: UsageRow): object => toUsageObject(row, noTrunc);
  if (format === "json") return (rows) => rows.map((row) => `${JSON.stringify(toObject(row))}\n`).join("");
  if (!isTemplate(format)) return (rows) => renderUsages(rows, noTrunc);
  const { renderTemplate } = await import("../../output/template/render.ts");
  return (rows) => renderTemplate(format, rows.map(toObject), usageHeadings);
}
