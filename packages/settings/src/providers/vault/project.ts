import type { Contract } from "../../contract/contract.ts";
import { settingsErrors } from "../../errors.ts";
import { isRecord, type VaultAnswer } from "./client.ts";
import type { VaultSession } from "./session.ts";

/** What a project needs of Vault: a policy that reads its paths and nothing else, and a role that logs in with it. */
export interface VaultProject {
  readonly name: string;
  /** Of the policy, in Vault's own language. */
  readonly policy: string;
  readonly mounts: readonly string[];
}

/** The part of Vault that the settings of a project lie in. Pure. */
export function vaultProject(
  contract: Contract,
  name: string,
  { mount, kv }: { mount: string; kv: 1 | 2 },
): VaultProject {
  const references = [...contract.settings.values()].flatMap(({ vault }) => vault ?? []);
  const paths = references.map(
    ({ mount: own = mount, path, raw }) => `${own}/${kv === 2 && !raw ? "data/" : ""}${path}`,
  );
  const rules = [...new Set(paths)]
    .sort()
    .map((path) => `path ${JSON.stringify(path)} {\n  capabilities = ["read"]\n}\n`);
  const mounts = references.filter(({ raw }) => !raw).map(({ mount: own = mount }) => own);
  return { name, policy: rules.join("\n"), mounts: [...new Set(mounts)].sort() };
}

/** How long the tokens of a project's role live, and how long they may be prolonged. */
const tokens = { token_ttl: "20m", token_max_ttl: "12h", secret_id_num_uses: 0 } as const;

/**
 * Makes what a project needs: mounts of KV that are not there, the policy, the AppRole login, and the role. What is there is brought up to
 * date; nothing is removed. Gives the role's id, which is no secret.
 * @throws SETTINGS_SOURCE_FAILED
 */
export async function initVault(
  session: VaultSession,
  { name, policy, mounts }: VaultProject,
  { kv, signal }: { readonly kv: 1 | 2; readonly signal: AbortSignal },
): Promise<{ readonly roleId: string; readonly made: readonly string[] }> {
  const made: string[] = [];
  const call = async (method: "GET" | "POST" | "PUT", path: string, body?: object): Promise<VaultAnswer> => {
    const answer = await session.call({ method, path, signal, ...(body === undefined ? {} : { body }) });
    if (answer.kind === "failure") throw refused(session, answer.failure, path);
    return answer;
  };
  const known = async (path: string): Promise<ReadonlySet<string>> => {
    const answer = await call("GET", path);
    const body = answer.kind === "body" ? answer.body : {};
    return new Set(Object.keys(isRecord(body["data"]) ? body["data"] : body));
  };
  const engines = await known("sys/mounts");
  for (const mount of mounts) {
    if (engines.has(`${mount}/`)) continue;
    await call("POST", `sys/mounts/${mount}`, { type: "kv", options: { version: String(kv) } });
    made.push(`the secrets engine ${mount} (KV ${kv})`);
  }
  await call("PUT", `sys/policies/acl/${name}`, { policy });
  made.push(`the policy ${name}`);
  if (!(await known("sys/auth")).has("approle/")) {
    await call("POST", "sys/auth/approle", { type: "approle" });
    made.push("the login approle");
  }
  await call("POST", `auth/approle/role/${name}`, { token_policies: [name], ...tokens });
  made.push(`the role ${name}`);
  const answer = await call("GET", `auth/approle/role/${name}/role-id`);
  const data = answer.kind === "body" && isRecord(answer.body["data"]) ? answer.body["data"] : {};
  return { roleId: String(data["role_id"] ?? ""), made };
}

function refused(
  session: VaultSession,
  failure: { readonly message: string; readonly hint?: string },
  path: string,
): Error {
  const source = `Vault ${session.server.address}`;
  const hint = failure.hint ?? `the token needs the right to write ${path}`;
  return settingsErrors.error("SETTINGS_SOURCE_FAILED", {
    source,
    reason: `${failure.message} for ${path}`,
    keys: [],
    hint,
  });
}
