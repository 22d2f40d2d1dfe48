import { didYouMean, type Fingerprint, type Position } from "@slipway/core";
import type { Place, SettingType, SourceName } from "../contract/contract.ts";
import { settingsErrors } from "../errors.ts";
import type { Outcome, Resolution, Status, Trace, Verdict } from "./outcome.ts";
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

/** The value of a setting and who gave it. Plain data. */
export interface ShownSetting {
  readonly key: string;
  readonly secret: boolean;
  /** What is read, by the place that reads; both are the same unless it is put together. */
  readonly shown?: Readonly<Record<Place, string>>;
  readonly winner?: ExplainedSource;
}

/** Why a setting has the value that it has. Plain data. */
export interface ExplainedSetting extends ShownSetting {
  readonly environment: string;
  readonly type: SettingType;
  readonly required: boolean;
  readonly description?: string;
  readonly services: readonly string[];
  readonly status: Status;
  /** All that was asked, the highest first, the winner among them. */
  readonly sources: readonly ExplainedSource[];
  /** The settings that it is put together of. */
  readonly references: readonly string[];
  /** Where the contract declares it. */
  readonly declared: Pick<Position, "file" | "line" | "column">;
}

/**
 * The value of a setting as it may be shown, and who gave it.
 * @throws SETTINGS_UNKNOWN_KEY
 */
export function show(resolution: Resolution, key: string, fingerprint?: Fingerprint): ShownSetting {
  const { setting, winner, read } = outcomeOf(resolution, key);
  const { secret } = setting;
  const shown = read && {
    host: shownValue(read.host.text, secret, fingerprint),
    container: shownValue(read.container.text, secret, fingerprint),
  };
  return {
    key,
    secret,
    ...(shown ? { shown } : {}),
    ...(winner ? { winner: told(winner, secret, fingerprint) } : {}),
  };
}

/**
 * Where the value of a setting came from, what it hides, and why everything else lost.
 * @throws SETTINGS_UNKNOWN_KEY
 */
export function explain(resolution: Resolution, key: string, fingerprint?: Fingerprint): ExplainedSetting {
  const { setting, status, traces } = outcomeOf(resolution, key);
  return {
    ...show(resolution, key, fingerprint),
    environment: resolution.environment,
    type: setting.type,
    required: setting.overrides[resolution.environment]?.required ?? setting.required,
    ...(setting.description === undefined ? {} : { description: setting.description }),
    services: setting.services,
    status,
    sources: traces.map((trace) => told(trace, setting.secret, fingerprint)),
    references: setting.derived?.references ?? [],
    declared: placeOf(setting.at),
  };
}

function outcomeOf(resolution: Resolution, key: string): Outcome {
  const outcome = resolution.outcomes.get(key);
  if (outcome) return outcome;
  const hint = didYouMean(key, resolution.contract.settings.keys());
  throw settingsErrors.error("SETTINGS_UNKNOWN_KEY", { key, hint });
}

function told(trace: Trace, secret: boolean, fingerprint: Fingerprint | undefined): ExplainedSource {
  const { source, from, verdict, why, value } = trace;
  return {
    source,
    from,
    verdict,
    why,
    ...(value === undefined || value === "" ? {} : { shown: shownValue(value, secret, fingerprint) }),
    ...(trace.at ? { at: placeOf(trace.at) } : {}),
    ...(trace.vault ? { vault: trace.vault } : {}),
  };
}

function placeOf({ file, line, column }: Position): Pick<Position, "file" | "line" | "column"> {
  return { file, line, column };
}
