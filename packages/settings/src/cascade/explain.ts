import { didYouMean, type Fingerprint, type Position, type Secret } from "@slipway/core";
import type { Place, SettingType, SourceName } from "../contract/contract.ts";
import { settingsErrors } from "../errors.ts";
import type { Resolution, Status, Trace, Verdict } from "./outcome.ts";
import type { VaultPlace } from "./reading.ts";
import { shownValue } from "./shown.ts";

/** One source's part in an explanation, ready to be printed: no secret is in it. */
export interface ExplainedSource {
  readonly source: SourceName;
  readonly from: string;
  readonly verdict: Verdict;
  readonly why: string;
  /** The value, or of a secret its length and fingerprint; absent where there is none. */
  readonly shown?: string;
  readonly at?: Pick<Position, "file" | "line" | "column">;
  readonly vault?: VaultPlace;
}

/** Why a setting has the value that it has. Plain data. */
export interface ExplainedSetting {
  readonly key: string;
  readonly environment: string;
  readonly type: SettingType;
  readonly secret: boolean;
  readonly required: boolean;
  readonly description?: string;
  readonly services: readonly string[];
  readonly status: Status;
  /** What is read, by the place that reads; both are the same unless it is put together. */
  readonly shown?: Readonly<Record<Place, string>>;
  readonly winner?: ExplainedSource;
  /** All that was asked, the highest first, the winner among them. */
  readonly sources: readonly ExplainedSource[];
  /** The settings that it is put together of. */
  readonly references: readonly string[];
  /** Where the contract declares it. */
  readonly declared: Pick<Position, "file" | "line" | "column">;
}

/**
 * Where the value of a setting came from, what it hides, and why everything else lost.
 * @throws SETTINGS_UNKNOWN_KEY
 */
export function explain(resolution: Resolution, key: string, fingerprint?: Fingerprint): ExplainedSetting {
  const outcome = resolution.outcomes.get(key);
  if (!outcome) {
    const hint = didYouMean(key, resolution.contract.settings.keys());
    throw settingsErrors.error("SETTINGS_UNKNOWN_KEY", { key, hint });
  }
  const { setting, status, winner, traces, read } = outcome;
  const shown = (text: string | Secret): string => shownValue(text, setting.secret, fingerprint);
  const told = (trace: Trace): ExplainedSource => ({
    source: trace.source,
    from: trace.from,
    verdict: trace.verdict,
    why: trace.why,
    ...(trace.value === undefined || trace.value === ""
      ? {}
      : { shown: shownValue(trace.value, setting.secret, fingerprint) }),
    ...(trace.at ? { at: placeOf(trace.at) } : {}),
    ...(trace.vault ? { vault: trace.vault } : {}),
  });
  return {
    key,
    environment: resolution.environment,
    type: setting.type,
    secret: setting.secret,
    required: setting.overrides[resolution.environment]?.required ?? setting.required,
    ...(setting.description === undefined ? {} : { description: setting.description }),
    services: setting.services,
    status,
    ...(read ? { shown: { host: shown(read.host.text), container: shown(read.container.text) } } : {}),
    ...(winner ? { winner: told(winner) } : {}),
    sources: traces.map(told),
    references: setting.derived?.references ?? [],
    declared: placeOf(setting.at),
  };
}

function placeOf({ file, line, column }: Position): Pick<Position, "file" | "line" | "column"> {
  return { file, line, column };
}
