import { exitCode } from "@slipway/core";
import type { VolumeInspect } from "@slipway/engine";
import { isAddressed, label } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { isTemplate } from "../../option.ts";
import { renderTable } from "../../output/table.ts";
import { checkServices } from "../../services.ts";
import type { volumesOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof volumesOptions>): Promise<number> {
  const { target, look } = await observeTarget(context, globals);
  const volumes = await withEngine(context, globals, async (engine, signal, ahead) => {
    const [observed, found] = await Promise.all([
      look(engine, signal, ahead),
      engine.volumes.list({ filters: { label: [`${label.project}=${target.name}`] }, signal }),
    ]);
    checkServices(args, target, observed);
    if (args.length === 0) return found;
    const containers = observed.containers.filter((container) => isAddressed(container, args));
    const used = new Set(containers.flatMap(({ summary }) => summary.Mounts.map(({ Name }) => Name)));
    return found.filter(({ Name }) => used.has(Name));
  });
  const sorted = volumes.toSorted((a, b) => (a.Name < b.Name ? -1 : 1));
  context.stdout.write(await textOf(sorted, options));
  return exitCode.done;
}

async function textOf(
  volumes: readonly VolumeInspect[],
  { quiet, format }: Input<typeof volumesOptions>["options"],
): Promise<string> {
  if (quiet) return volumes.map(({ Name }) => `${Name}\n`).join("");
  if (format === "json") return volumes.map((volume) => `${JSON.stringify(toJson(volume))}\n`).join("");
  if (isTemplate(format)) {
    const { renderTemplate } = await import("../../output/template/render.ts");
    return renderTemplate(format, volumes.map(toJson), { Name: "VOLUME NAME" });
  }
  const rows = volumes.map(({ Driver, Name }) => [Driver, Name]);
  return renderTable(["DRIVER", "VOLUME NAME"], rows);
}

/** The keys of docker compose 2.40, of which several are never known here. */
function toJson({ Driver, Labels, Mountpoint, Name }: VolumeInspect): object {
  const none = "N/A";
  return {
    Availability: none,
    Driver,
    Group: none,
    Labels: Object.entries(Labels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(","),
    Links: none,
    Mountpoint,
    Name,
    Scope: "local",
    Size: none,
    Status: none,
  };
}
