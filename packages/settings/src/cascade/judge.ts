import { type Diagnostic, Secret } from "@slipway/core";
import type { Policy, Setting, SourceName } from "../contract/contract.ts";
import { settingsErrors } from "../errors.ts";
import type { Trace, Verdict } from "./outcome.ts";
import { awayReasons, type Candidate, type SourceFailure, textOf } from "./reading.ts";

/** What the cascade looks at, for one setting: the candidates and failures of every source in order. */
export type Entry =
  | { readonly source: SourceName; readonly candidate: Candidate }
  | { readonly source: SourceName; readonly failure: SourceFailure }
  | { readonly source: SourceName; readonly absent: string; readonly why: string };

export interface Rules {
  readonly environment: string;
  readonly policy: Policy;
  /** Take secrets also from where they must not stand; each is a warning. */
  readonly breakGlass: boolean;
}

/** The judgement of one setting before derived values: the traces, who won, and what stands against it. */
export interface Judgement {
  readonly traces: readonly Trace[];
  readonly winner?: Trace;
  readonly problems: readonly Diagnostic[];
  readonly blocked?: "unauthorised" | "failed";
  /** Failures that a lower source stands in for, or that block the setting. */
  readonly failures: readonly SourceFailure[];
}

/**
 * Decides who answers for a setting. The highest entitled candidate wins; nothing lower answers for a source that could not be
 * asked, unless the policy allows it and the source did not refuse; a secret that stands where it must not is an error even
 * when an entitled source has it too, for somebody else can read it there.
 */
export function judge(setting: Setting, entries: readonly Entry[], rules: Rules): Judgement {
  const { policy } = rules;
  const entitled = setting.secret ? policy.secrets : policy.values;
  const traces: Trace[] = [];
  const problems: Diagnostic[] = [];
  const failures: SourceFailure[] = [];
  const expectedWinner = entries.find(
    (entry) =>
      "candidate" in entry &&
      (entry.candidate.derived || entitled.includes(entry.source)) &&
      !isEmpty(entry.candidate, setting),
  );
  let winner: Trace | undefined;
  let blocked: Judgement["blocked"];
  for (const entry of entries) {
    const { source } = entry;
    if ("absent" in entry) {
      traces.push({
        source,
        from: entry.absent,
        verdict: "absent",
        why: entry.why,
      });
      continue;
    }
    if ("failure" in entry) {
      const { failure } = entry;
      if (!entitled.includes(source)) continue;
      traces.push({ source, from: failure.from, verdict: "failed", why: failure.message });
      if (winner) continue;
      failures.push(failure);
      if (!policy.fallback || !awayReasons.has(failure.reason)) blocked ??= "failed";
      continue;
    }
    const { candidate } = entry;
    const trace = (verdict: Verdict, why: string): Trace => ({
      source,
      from: candidate.from,
      verdict,
      why,
      ...(candidate.at ? { at: candidate.at } : {}),
      ...(candidate.vault ? { vault: candidate.vault } : {}),
      value: setting.secret && typeof candidate.value === "string" ? new Secret(candidate.value) : candidate.value,
    });
    if (isEmpty(candidate, setting)) {
      traces.push({ ...trace("absent", "it is empty"), value: "" });
      continue;
    }
    const why = reasonAgainst(source, candidate, setting, entitled, rules.environment);
    if (why !== undefined) {
      const repeated =
        source === "environment" &&
        expectedWinner !== undefined &&
        "candidate" in expectedWinner &&
        textOf(expectedWinner.candidate.value) === textOf(candidate.value);
      if (setting.secret && !repeated && rules.breakGlass) {
        const forced = trace(winner || blocked ? "lower" : "forced", why);
        traces.push(forced);
        if (winner || blocked) continue;
        winner = forced;
        const params = { key: setting.key, source: candidate.from };
        problems.push(settingsErrors.diagnostic("SETTINGS_BREAK_GLASS", params, candidate.at ?? setting.at, "warning"));
        continue;
      }
      traces.push(trace(repeated ? "same" : "unauthorised", repeated ? "it repeats the value" : why));
      // The file of generated secrets is no leak: it serves other environments on the same machine.
      if (repeated || (source === "secrets-file" && !candidate.tracked)) continue;
      if (setting.secret) blocked = "unauthorised";
      problems.push(refusal(setting, candidate, why, entitled, rules.environment));
      continue;
    }
    if (candidate.state === "expired") traces.push(trace("expired", "its lease is over"));
    else if (winner || blocked === "failed")
      traces.push(trace("lower", winner ? "a higher source has it" : "a higher source could not be asked"));
    else {
      winner = trace("won", candidate.state === "stale" ? "from the offline copy" : "");
      traces.push(winner);
    }
  }
  return {
    traces,
    problems,
    failures,
    ...(blocked ? { blocked } : {}),
    ...(winner && blocked === undefined ? { winner } : {}),
  };
}

/** An empty secret is no secret, and only a string can be empty. */
function isEmpty(candidate: Candidate, { secret, type }: Setting): boolean {
  return textOf(candidate.value) === "" && (secret || (type !== "string" && type !== "list"));
}

/** Why a candidate may not answer, as the end of a sentence; undefined when it may. */
function reasonAgainst(
  source: SourceName,
  candidate: Candidate,
  setting: Setting,
  entitled: readonly SourceName[],
  environment: string,
): string | undefined {
  if (setting.secret && candidate.tracked) return "a file of the repository";
  if (candidate.derived || entitled.includes(source)) return undefined;
  return setting.secret ? `which may not give secrets in ${environment}` : `it may not give this in ${environment}`;
}

function refusal(
  setting: Setting,
  candidate: Candidate,
  why: string,
  entitled: readonly SourceName[],
  environment: string,
): Diagnostic {
  const { key } = setting;
  const at = candidate.at ?? setting.at;
  if (!setting.secret) {
    const params = { key, source: candidate.from, environment };
    return settingsErrors.diagnostic("SETTINGS_NOT_ENTITLED", params, at, "warning");
  }
  const params = { key, source: candidate.from, environment, why, allowed: entitled.map((name) => sourceTexts[name]) };
  return settingsErrors.diagnostic("SETTINGS_SECRET_FROM_UNAUTHORISED_SOURCE", params, at);
}

/** The sources for people. */
const sourceTexts: Readonly<Record<SourceName, string>> = {
  vault: "Vault",
  encrypted: "an encrypted file",
  file: "a mounted file (KEY_FILE)",
  "secrets-file": ".slipway.secrets.env",
  environment: "the environment",
  dotenv: "an env file",
  default: "a default",
};
