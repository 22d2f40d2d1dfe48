import { Secret } from "@slipway/core";
import type { Candidate, Reading, SourceFailure } from "../../cascade/reading.ts";
import type { Setting, VaultReference } from "../../contract/contract.ts";
import type { Provider } from "../provider.ts";
import { isRecord, type VaultAnswer } from "./client.ts";
import type { VaultSession } from "./session.ts";

export interface VaultOptions {
  /** The mount of the secrets engine, where a setting names none. */
  readonly mount: string;
  /** The version of KV. */
  readonly kv: 1 | 2;
  /** Milliseconds for all questions together, attempts included. */
  readonly timeout: number;
  /** Told of every lease that was given, so that somebody may keep it alive. */
  readonly onLease?: (lease: VaultLease) => void;
}

/** A credential that lives for a time. */
export interface VaultLease {
  readonly id: string;
  readonly renewable: boolean;
  /** Milliseconds. */
  readonly duration: number;
}

type Absence = NonNullable<Reading["absent"]>[number];

interface Taken {
  readonly found: Candidate[];
  readonly failed: SourceFailure[];
  readonly absent: Absence[];
}

/** Paths that are asked for at the same time. */
const atOnce = 8;

/**
 * Secrets of Vault or OpenBao: KV 1, KV 2 with a pinned or the latest version, and with `raw` engines that make credentials.
 * One request for each path, however many settings lie there. A path that is not there gives nothing; a refusal, a seal and a
 * timeout are failures of their own kind.
 */
export function vaultProvider(session: VaultSession, options: VaultOptions): Provider {
  const label = `Vault ${session.server.address}`;
  return {
    source: "vault",
    label,
    async read(wanted, signal) {
      const groups = Map.groupBy(
        wanted.filter((setting) => setting.vault !== undefined),
        ({ vault }) => requestOf(vault as VaultReference, options),
      );
      const found: Candidate[] = [];
      const failed: SourceFailure[] = [];
      const absent: Absence[] = [];
      const end = AbortSignal.any([AbortSignal.timeout(options.timeout), ...(signal ? [signal] : [])]);
      const left = [...groups];
      const work = async (): Promise<void> => {
        for (let next = left.shift(); next; next = left.shift()) {
          const [path, settings] = next;
          const answer = await session.call({ path, signal: end });
          take(answer, settings, path, { found, failed, absent });
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, work));
      // Paths answer in any order; a reading has that of the question.
      const order = new Map(wanted.map(({ key }, index) => [key, index]));
      found.sort((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0));
      return { source: "vault", label, found, failed, absent };
    },
  };

  function take(answer: VaultAnswer, settings: readonly Setting[], path: string, into: Taken): void {
    const { found, failed, absent } = into;
    const shown = path.split("?")[0] ?? path;
    const fail = (keys: readonly string[], failure: Pick<SourceFailure, "reason" | "message" | "hint">): void => {
      failed.push({ keys, from: `Vault ${shown}`, ...failure });
    };
    if (answer.kind === "failure") {
      fail(
        settings.map(({ key }) => key),
        answer.failure,
      );
      return;
    }
    if (answer.kind === "absent") {
      absent.push({ keys: settings.map(({ key }) => key), from: `Vault ${shown}`, why: answer.why });
      return;
    }
    const { body } = answer;
    const lease = leaseOf(body);
    if (lease) options.onLease?.(lease);
    for (const { key, vault } of settings) {
      const { field = key, raw } = vault ?? {};
      const outer = isRecord(body["data"]) ? body["data"] : {};
      const nested = raw || options.kv === 1 ? outer : outer["data"];
      const value = isRecord(nested) && Object.hasOwn(nested, field) ? nested[field] : undefined;
      if (value === undefined || value === null) {
        absent.push({ keys: [key], from: `Vault ${shown}`, why: `there is no field ${field}` });
        continue;
      }
      const text = typeof value === "object" ? JSON.stringify(value) : String(value);
      const version = isRecord(outer["metadata"]) ? Number(outer["metadata"]["version"]) : undefined;
      found.push({
        key,
        value: new Secret(text),
        from: `Vault ${shown}#${field}`,
        vault: {
          path: shown,
          ...(version !== undefined && !raw && options.kv === 2 ? { version } : {}),
          ...(lease ? { lease: lease.id } : {}),
        },
      });
    }
  }
}

/** The path of the request for a setting, behind `/v1/`. */
function requestOf(reference: VaultReference, { mount, kv }: VaultOptions): string {
  const base = trimmed(reference.mount ?? mount);
  const path = trimmed(reference.path).split("/").map(encodeURIComponent).join("/");
  if (reference.raw || kv === 1) return `${base}/${path}`;
  return `${base}/data/${path}${reference.version === undefined ? "" : `?version=${reference.version}`}`;
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, "");
}

function leaseOf(body: Readonly<Record<string, unknown>>): VaultLease | undefined {
  const id = body["lease_id"];
  if (typeof id !== "string" || id === "") return undefined;
  return { id, renewable: body["renewable"] === true, duration: Number(body["lease_duration"]) * 1000 };
}
