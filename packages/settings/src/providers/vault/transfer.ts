import { Secret } from "@slipway/core";
import type { Contract, Setting, VaultReference } from "../../contract/contract.ts";
import { settingsErrors } from "../../errors.ts";
import { isRecord, type VaultAnswer } from "./client.ts";
import type { VaultSession } from "./session.ts";

/** What happens, or would happen, to one secret. */
export interface Transferred {
  readonly key: string;
  /** `secret/shop/db#password`. */
  readonly place: string;
  /** `kept`: the same is there. `differs`: another is there, and nobody said that it may be replaced. */
  readonly outcome: "written" | "kept" | "differs" | "missing";
}

export interface TransferOptions {
  readonly mount: string;
  readonly kv: 1 | 2;
  readonly signal: AbortSignal;
  /** Replace other values. */
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** The settings that Vault keeps, with where; those of engines that make credentials cannot be written. */
function keptInVault(contract: Contract): readonly (Setting & { readonly vault: VaultReference })[] {
  return [...contract.settings.values()].flatMap((setting) =>
    setting.vault && !setting.vault.raw && setting.vault.version === undefined
      ? [{ ...setting, vault: setting.vault }]
      : [],
  );
}

/**
 * Writes values into Vault, one request for each path, and none where nothing changes. Other fields of a path stay; with KV 2 a
 * path that somebody else writes meanwhile is not overwritten (check-and-set).
 * @throws SETTINGS_SOURCE_FAILED with the paths that were written before in its message
 */
export async function pushSecrets(
  session: VaultSession,
  contract: Contract,
  values: ReadonlyMap<string, Secret>,
  options: TransferOptions,
): Promise<readonly Transferred[]> {
  const done: Transferred[] = [];
  for (const [path, settings] of byPath(contract, options)) {
    const { fields, version } = await readPath(session, path, settings, options);
    const changed: Record<string, string> = {};
    for (const { key, vault } of settings) {
      const [value, there] = [values.get(key)?.reveal(), fields[vault.field]];
      const place = `${path.shown}#${vault.field}`;
      if (value === undefined) done.push({ key, place, outcome: "missing" });
      else if (there === value) done.push({ key, place, outcome: "kept" });
      else if (there !== undefined && !options.force) done.push({ key, place, outcome: "differs" });
      else {
        changed[vault.field] = value;
        done.push({ key, place, outcome: "written" });
      }
    }
    if (options.dryRun || Object.keys(changed).length === 0) continue;
    const data = { ...fields, ...changed };
    const body = options.kv === 2 ? { data, options: { cas: version } } : data;
    const answer = await session.call({ method: "POST", path: path.request, body, signal: options.signal });
    if (answer.kind !== "body") throw failed(session, answer, settings);
  }
  return done;
}

/**
 * Reads from Vault what is kept there, one request for each path. Secrets that are not there are missing from the answer.
 * @throws SETTINGS_SOURCE_FAILED
 */
export async function pullSecrets(
  session: VaultSession,
  contract: Contract,
  options: TransferOptions,
): Promise<ReadonlyMap<string, Secret>> {
  const found = new Map<string, Secret>();
  for (const [path, settings] of byPath(contract, options)) {
    const { fields } = await readPath(session, path, settings, options);
    for (const { key, vault } of settings) {
      const value = fields[vault.field];
      if (typeof value === "string") found.set(key, new Secret(value));
    }
  }
  return found;
}

interface Path {
  /** Behind `/v1/`. */
  readonly request: string;
  readonly shown: string;
}

type Kept = ReturnType<typeof keptInVault>[number];

function byPath(contract: Contract, { mount, kv }: TransferOptions): readonly (readonly [Path, readonly Kept[]])[] {
  const groups = Map.groupBy(keptInVault(contract), ({ vault }) => `${vault.mount ?? mount}\n${vault.path}`);
  return [...groups].map(([id, settings]) => {
    const [own = "", path = ""] = id.split("\n");
    return [{ request: `${own}/${kv === 2 ? "data/" : ""}${path}`, shown: `${own}/${path}` }, settings];
  });
}

async function readPath(
  session: VaultSession,
  { request }: Path,
  settings: readonly Kept[],
  { kv, signal }: TransferOptions,
): Promise<{ readonly fields: Readonly<Record<string, unknown>>; readonly version: number }> {
  const answer = await session.call({ path: request, signal });
  if (answer.kind === "failure") throw failed(session, answer, settings);
  if (answer.kind === "absent") return { fields: {}, version: answer.version ?? 0 };
  const data = answer.body["data"];
  const outer = isRecord(data) ? data : {};
  if (kv === 1) return { fields: outer, version: 0 };
  const metadata = isRecord(outer["metadata"]) ? outer["metadata"] : {};
  return { fields: isRecord(outer["data"]) ? outer["data"] : {}, version: Number(metadata["version"] ?? 0) };
}

function failed(
  session: VaultSession,
  answer: Exclude<VaultAnswer, { kind: "body" }>,
  settings: readonly Kept[],
): Error {
  const reason = answer.kind === "failure" ? answer.failure.message : "has nothing there";
  const hint = answer.kind === "failure" ? answer.failure.hint : undefined;
  const keys = settings.map(({ key }) => key);
  return settingsErrors.error("SETTINGS_SOURCE_FAILED", {
    source: `Vault ${session.server.address}`,
    reason,
    keys,
    hint,
  });
}
