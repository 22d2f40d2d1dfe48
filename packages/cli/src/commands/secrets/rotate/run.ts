import type { Project } from "@slipway/compose";
import { exitCode, isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { rotateSecret, settingsErrors, textOf } from "@slipway/settings";
import type { PasswordKeeper } from "@slipway/stack";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { withEngine } from "../../../engine.ts";
import { cliErrors } from "../../../errors.ts";
import type { Globals } from "../../../globals.ts";
import { shortPath } from "../../../output/render-error.ts";
import { load } from "../../../project.ts";
import { openSettings } from "../../../settings/open-settings.ts";
import type { secretsRotateOptions } from "./command.ts";

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof secretsRotateOptions>,
): Promise<number> {
  const [key = ""] = args;
  const { resolution } = await openSettings(context, { ...options, breakGlass: false });
  const outcome = resolution.outcomes.get(key);
  if (!outcome) throw settingsErrors.error("SETTINGS_UNKNOWN_KEY", { key });
  const { setting, winner, read } = outcome;
  if (!setting.secret || setting.derived)
    throw cliErrors.error("CLI_CANNOT_ROTATE", {
      key,
      why: setting.derived ? "it is put together of others" : "it is no secret",
    });
  if (!read || winner?.source !== "secrets-file" || !winner.at) {
    const why = read ? `it comes from ${winner?.from}` : "it has no value yet";
    throw cliErrors.error("CLI_CANNOT_ROTATE", { key, why });
  }
  const { variable, generate = 32, services } = setting;
  const path = winner.at.file;
  const value = textOf(read.host.text);
  const { project } = await load(context, globals, { settings: "names", profiles: ["*"] });
  await withKeepers(context, globals, project, { value, file: `/run/secrets/${variable}` }, async (keepers, change) => {
    const stuck = keepers.filter(({ postgres, running }) => !postgres || !running);
    const [first] = stuck;
    if (first && !options.force) {
      const why = first.postgres
        ? `the volume of "${first.container}" keeps it, and that does not run`
        : `"${first.container}" took it into its volume as ${first.variable}, and only it can change it there`;
      throw cliErrors.error("CLI_CANNOT_ROTATE", {
        key,
        why,
        hint: first.postgres ? "start it, and rotate then" : "change it there, then rotate with --force",
      });
    }
    const told = keepers.filter((keeper) => !stuck.includes(keeper));
    const names = told.map(({ container }) => container).join(", ");
    if (globals.dryRun) {
      for (const { container, postgres } of told)
        context.stdout.write(`would change the password of the role ${postgres?.role} in ${container}\n`);
      context.stdout.write(`would change ${key} in ${shortPath(path, context.cwd)}\n`);
      return;
    }
    await rotateSecret(path, variable, generate, async (next) => {
      for (const keeper of told) await change(keeper, next);
    });
    if (names !== "") context.stdout.write(`changed the password in ${names}\n`);
    context.stdout.write(`changed ${key} in ${shortPath(path, context.cwd)}\n`);
    if (services.length > 0) context.stdout.write(`\`slipway up -d\` gives it to ${services.join(", ")}.\n`);
  });
  return exitCode.done;
}

type Change = (keeper: PasswordKeeper, next: Parameters<Parameters<typeof rotateSecret>[3]>[0]) => Promise<void>;

/** Finds who keeps a value. Without a project nobody does; an engine that does not answer is an error, for it may keep it. */
async function withKeepers(
  context: Context,
  globals: Globals,
  project: Project | undefined,
  { value, file }: { readonly value: string; readonly file: string },
  work: (keepers: readonly PasswordKeeper[], change: Change) => Promise<void>,
): Promise<void> {
  if (!project) return work([], () => Promise.resolve());
  const { changePostgresPassword, keepersOf, observeContainers } = await import("@slipway/stack");
  return withEngine(context, globals, async (engine: Engine, signal) => {
    const { containers } = await observeContainers(engine, project.name, signal);
    const inspects = await Promise.all(
      containers.map(({ id }) =>
        engine.containers.inspect(id, { signal }).catch((cause: unknown) => {
          if (isSlipwayError(cause) && cause.code === "ENGINE_NO_SUCH_CONTAINER") return undefined;
          throw cause;
        }),
      ),
    );
    const there = inspects.filter((inspect) => inspect !== undefined);
    await work(keepersOf(there, value, file), (keeper, next) => changePostgresPassword(engine, keeper, next, signal));
  });
}
