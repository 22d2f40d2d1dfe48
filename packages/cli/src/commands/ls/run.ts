import { exitCode } from "@slipway/core";
import { label } from "@slipway/stack";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { renderTable } from "../../output/table.ts";
import type { lsOptions } from "./command.ts";
import { type ProjectRow, projectsOf } from "./projects.ts";

type Options = Input<typeof lsOptions>["options"];

export async function run(context: Context, { options, globals }: Input<typeof lsOptions>): Promise<number> {
  const names = options.filter.map((text) => {
    if (text.startsWith("name=")) return text.slice("name=".length);
    throw cliErrors.error("CLI_BAD_VALUE", { option: "--filter", value: text, expected: "name=TEXT" });
  });
  const containers = await withEngine(context, globals, (engine, signal) =>
    engine.containers.list({ all: true, filters: { label: [label.project, label.configHash] }, signal }),
  );
  const shown = projectsOf(containers)
    .filter((project) => options.all || project.isRunning)
    .filter((project) => names.every((name) => project.name.includes(name)));
  context.stdout.write(textOf(shown, options));
  return exitCode.done;
}

function textOf(projects: readonly ProjectRow[], { quiet, format }: Options): string {
  if (quiet) return projects.map(({ name }) => `${name}\n`).join("");
  if (format === "json") {
    const rows = projects.map(({ name, status, configFiles }) => ({
      Name: name,
      Status: status,
      ConfigFiles: configFiles,
    }));
    return `${JSON.stringify(rows)}\n`;
  }
  const rows = projects.map(({ name, status, configFiles }) => [name, status, configFiles]);
  return renderTable(["NAME", "STATUS", "CONFIG FILES"], rows);
}
