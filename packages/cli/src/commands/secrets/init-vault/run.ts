import { basename, dirname } from "node:path";
import { exitCode } from "@slipway/core";
import { initVault, vaultProject } from "@slipway/settings";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { openContract } from "../../../settings/open-contract.ts";
import { openVaultOf } from "../../../settings/open-vault.ts";
import type { secretsInitVaultOptions } from "./command.ts";

export async function run(
  context: Context,
  { options, globals }: Input<typeof secretsInitVaultOptions>,
): Promise<number> {
  const { contract, path } = await openContract(context, globals, options.settings);
  const { session, options: vault } = await openVaultOf(context, contract);
  const name = options.role ?? basename(dirname(path)).toLowerCase();
  const project = vaultProject(contract, name, vault);
  const { stdout } = context;
  if (globals.dryRun) {
    stdout.write(`# The policy ${name}\n${project.policy}`);
    return exitCode.done;
  }
  const { roleId, made } = await initVault(session, project, { ...vault, signal: AbortSignal.timeout(vault.timeout) });
  for (const one of made) stdout.write(`made ${one}\n`);
  stdout.write(`\nThe project logs in with \`vault: { auth: approle }\` and\n  VAULT_ROLE_ID=${roleId}\n`);
  stdout.write(
    `  VAULT_SECRET_ID: hand it over wrapped, \`vault write -wrap-ttl=5m -f auth/approle/role/${name}/secret-id\`\n`,
  );
  return exitCode.done;
}
