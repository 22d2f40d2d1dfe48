import { exitCode } from "@slipway/core";
import { type DiffSide, diff } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { renderTable } from "../../../output/table.ts";
import { openSettings } from "../../../settings/open-settings.ts";
import type { envDiffOptions } from "./command.ts";

export async function run(context: Context, { args, options }: Input<typeof envDiffOptions>): Promise<number> {
  const [left = "", right = ""] = args;
  const sides = await Promise.all(
    [left, right].map((environment) => openSettings(context, { ...options, environment })),
  );
  const [one, other] = sides;
  if (!one || !other) throw new Error("two environments were asked for");
  const all = diff(one.resolution, other.resolution);
  const differing = all.filter(({ kind }) => kind !== "same" && kind !== "neither");
  const shown = options.all ? all : differing;
  if (options.format === "json") context.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  else if (shown.length === 0) {
    const neither = all.filter(({ kind }) => kind === "neither").length;
    const more = neither === 0 ? "" : ` ${neither} of ${all.length} have a value in neither.`;
    context.stdout.write(`${left} and ${right} do not differ in any setting.${more}\n`);
  } else {
    const rows = shown.map(({ key, kind, left, right }) => [key, words[kind], sideText(left), sideText(right)]);
    context.stdout.write(renderTable(["NAME", "", left.toUpperCase(), right.toUpperCase()], rows));
  }
  return differing.length === 0 ? exitCode.done : exitCode.failed;
}

const words = {
  same: "same",
  different: "differs",
  "only-left": "only left",
  "only-right": "only right",
  neither: "neither",
} as const;

function sideText({ status, from }: DiffSide): string {
  return from ?? (status === "unset" ? "-" : status);
}
