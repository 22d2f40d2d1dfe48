import { type VariableExplanation, variablesOf } from "@slipway/compose";
import { diskFiles, exitCode, findSettingsFileIfAny, nearest, secretFingerprint } from "@slipway/core";
import { type ExplainedSetting, explain, settingsErrors } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import type { Globals } from "../../../globals.ts";
import { styleFor } from "../../../output/style.ts";
import { load } from "../../../project.ts";
import { type OpenSettings, openSettings } from "../../../settings/open-settings.ts";
import type { envExplainOptions } from "./command.ts";
import { renderSetting, renderVariable } from "./render.ts";

type Options = Input<typeof envExplainOptions>["options"];

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof envExplainOptions>,
): Promise<number> {
  const settings = await settingsIfAny(context, options);
  const known = settings ? [...settings.contract.settings.keys()] : [];
  const project = await variables(context, globals);
  const keys = args.length > 0 ? args : [...new Set([...known, ...(project?.names ?? [])])];
  const fingerprint = secretFingerprint(context.env);
  const explained = keys.map((key): { setting?: ExplainedSetting; variable?: VariableExplanation } => {
    const setting = settings && known.includes(key) ? explain(settings.resolution, key, fingerprint) : undefined;
    const used = project?.explain(key);
    const variable = setting && used?.places.length === 0 ? undefined : used;
    if (setting || variable) return { ...(setting ? { setting } : {}), ...(variable ? { variable } : {}) };
    const near = nearest(key, [...known, ...(project?.names ?? [])]);
    const hint = near === undefined ? undefined : `did you mean ${near}?`;
    throw settingsErrors.error("SETTINGS_UNKNOWN_KEY", { key, hint });
  });
  if (options.format === "json") {
    context.stdout.write(
      `${JSON.stringify(
        explained.map(({ setting, variable }) => ({ ...setting, ...(variable ? { compose: variable } : {}) })),
        undefined,
        2,
      )}\n`,
    );
    return exitCode.done;
  }
  const view = { style: styleFor(context, context.stdout, globals), cwd: context.cwd };
  const texts = explained.flatMap(({ setting, variable }) =>
    setting ? renderSetting(setting, variable?.places ?? [], view) : variable ? renderVariable(variable, view) : [],
  );
  context.stdout.write(texts.join("\n"));
  return exitCode.done;
}

/** The settings, or undefined where there is no settings file and none was named. */
async function settingsIfAny(context: Context, options: Options): Promise<OpenSettings | undefined> {
  if (options.settings === undefined && findSettingsFileIfAny(context.cwd, diskFiles) === undefined) return undefined;
  return openSettings(context, options);
}

interface Variables {
  readonly names: readonly string[];
  readonly explain: (name: string) => VariableExplanation | undefined;
}

/** The variables of the Compose files; undefined where there are none. What else is wrong with those does not matter here. */
async function variables(context: Context, globals: Globals): Promise<Variables | undefined> {
  const { explainVariable } = await load(context, globals, { explain: true, profiles: ["*"] });
  if (!explainVariable) return undefined;
  const { project: raw } = await load(context, globals, { interpolate: false, profiles: ["*"] });
  return { names: [...variablesOf(raw).keys()], explain: explainVariable };
}
