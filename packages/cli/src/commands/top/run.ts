import { exitCode } from "@slipway/core";
import { isAddressed } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { renderTable } from "../../output/table.ts";
import { checkServices } from "../../services.ts";

export async function run(context: Context, { args, globals }: Input): Promise<number> {
  const { target, look } = await observeTarget(context, globals);
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices(args, target, observed);
    const running = observed.containers.filter(
      (container) => container.summary.State === "running" && isAddressed(container, args),
    );
    const tables = await Promise.all(
      running.map(async ({ id, service, number }) => {
        const { Titles: titles, Processes: processes } = await engine.containers.top(id, { signal });
        return { titles, rows: (processes ?? []).map((cells) => [service, String(number), ...cells]) };
      }),
    );
    const titles = tables[0]?.titles ?? [];
    if (tables.length > 0) {
      const rows = tables.flatMap((table) => table.rows);
      context.stdout.write(renderTable(["SERVICE", "#", ...titles], rows));
    }
    return exitCode.done;
  });
}
