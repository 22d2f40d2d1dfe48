import { exitCode } from "@slipway/core";
import { label } from "@slipway/stack";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { cliErrors } from "../../errors.ts";
import { isTemplate } from "../../option.ts";
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
  context.stdout.write(await textOf(shown, options));
  return exitCode.done;
}

async function textOf(projects: readonly ProjectRow[], { quiet, format }: Options): Promise<string> {
  if (quiet) return projects.map(({ name }) => `${name}\n`).join("");
  const objects = projects.map(({ name, status, configFiles }) => ({
    Name: name,
    Status: status,
    ConfigFiles: configFiles,
  }));
  if (format === "json") return `${JSON.stringify(objects)}\n`;
  if (isTemplate(format)) {
    const { renderTemplate } = await import("../../output/template/render.ts");
    return renderTemplate(format, objects);
  }
  const rows = projects.map(({ name, status, configFiles }) => [name, status, configFiles]);
  return renderTable(["NAME", "STATUS", "CONFIG FILES"], rows);
}
