import { exitCode, Secret } from "@slipway/core";
import { pushSecrets, type Transferred, vaultNotAsked } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { renderTable } from "../../../output/table.ts";
import { openSettings } from "../../../settings/open-settings.ts";
import { openVaultOf } from "../../../settings/open-vault.ts";
import type { secretsPushOptions } from "./command.ts";

export async function run(context: Context, { options, globals }: Input<typeof secretsPushOptions>): Promise<number> {
  // Asking Vault for what is to be written there would only give it back.
  const { contract, resolution } = await openSettings(
    context,
    { ...options, breakGlass: false },
    { vault: vaultNotAsked },
  );
  const { session, options: vault } = await openVaultOf(context, contract);
  const values = new Map(
    [...resolution.outcomes].flatMap(([key, { setting, read }]) => {
      if (!read || setting.derived) return [];
      const { text } = read.host;
      return [[key, typeof text === "string" ? new Secret(text) : text] as const];
    }),
  );
  const { force } = options;
  const { dryRun } = globals;
  const signal = AbortSignal.timeout(vault.timeout);
  const done = await pushSecrets(session, contract, values, { ...vault, signal, force, dryRun });
  const rows = done.map(({ key, place, outcome }) => [key, place, words(outcome, dryRun)]);
  context.stdout.write(renderTable(["NAME", "IN VAULT", ""], rows));
  return done.some(({ outcome }) => outcome === "differs") ? exitCode.failed : exitCode.done;
}

function words(outcome: Transferred["outcome"], dryRun: boolean): string {
  if (outcome === "written") return dryRun ? "would be written" : "written";
  if (outcome === "kept") return "is there";
  return outcome === "differs" ? "has another value there; --force replaces it" : "has no value here";
}
