import { dirname, join } from "node:path";
import { exitCode } from "@slipway/core";
import { environmentOf, pullSecrets, secretsFileName, settingsErrors, updateSecretsFile } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { shortPath } from "../../../output/render-error.ts";
import { renderTable } from "../../../output/table.ts";
import { openContract } from "../../../settings/open-contract.ts";
import { openVaultOf } from "../../../settings/open-vault.ts";
import type { secretsPullOptions } from "./command.ts";

export async function run(context: Context, { options, globals }: Input<typeof secretsPullOptions>): Promise<number> {
  const { contract, path: settingsPath } = await openContract(context, globals, options.settings);
  const environment = environmentOf({
    env: context.env,
    ...(options.environment ? { environment: options.environment } : {}),
  });
  if (!contract.policies.get(environment)?.secrets.includes("secrets-file"))
    throw settingsErrors.error("SETTINGS_SECRETS_NOT_HERE", { environment, name: secretsFileName });
  const { session, options: vault } = await openVaultOf(context, contract);
  const found = await pullSecrets(session, contract, { ...vault, signal: AbortSignal.timeout(vault.timeout) });
  const path = join(dirname(settingsPath), secretsFileName);
  const rows: (readonly [key: string, outcome: string])[] = [];
  let differs = false;
  await updateSecretsFile(path, (current) => {
    const values: Record<string, string> = {};
    for (const [key, value] of found) {
      const variable = contract.settings.get(key)?.variable ?? key;
      const [text, there] = [value.reveal(), current.get(variable)];
      if (there === text) rows.push([key, "is there"]);
      else if (there && !options.force) {
        differs = true;
        rows.push([key, "has another value in the file; --force replaces it"]);
      } else {
        values[variable] = text;
        rows.push([key, globals.dryRun ? "would be written" : "written"]);
      }
    }
    return globals.dryRun ? {} : values;
  });
  context.stdout.write(renderTable(["NAME", shortPath(path, context.cwd)], rows));
  return differs ? exitCode.failed : exitCode.done;
}
