import { type Diagnostic, Diagnostics, Secret, topologicalOrder } from "@slipway/core";
import type { Contract, Policy, Setting } from "../contract/contract.ts";
import { sourceNames } from "../contract/names.ts";
import { settingsErrors } from "../errors.ts";
import { coerce, type SettingValue } from "../values/coerce.ts";
import { type Derived, derive } from "./derive.ts";
import { entriesOf } from "./entries.ts";
import { type Entry, type Judgement, judge } from "./judge.ts";
import type { Outcome, ReadValue, Resolution, Status, Trace } from "./outcome.ts";
import { type Reading, type SourceFailure, textOf } from "./reading.ts";
import { createSnapshot } from "./snapshot.ts";
import { whereToGive } from "./where-to-give.ts";

export interface ResolveOptions {
  /** Take secrets also from where they must not stand; every such secret is a warning and is seen in `explain`. */
  readonly breakGlass?: boolean;
  /** Answer for these settings, and for those they are put together of. All without it. */
  readonly keys?: Iterable<string>;
}

/**
 * The cascade: what the sources said, by the rules of a contract and an environment, into a snapshot or into everything that
 * stands against one. Pure: the same answer for the same arguments. `readings` of one source come in their own order, the
 * highest first; among sources the order is that of {@link sourceNames}.
 * @throws SETTINGS_UNKNOWN_ENVIRONMENT, SETTINGS_UNKNOWN_KEY
 */
export function resolve(
  contract: Contract,
  environment: string,
  readings: readonly Reading[],
  { breakGlass = false, keys }: ResolveOptions = {},
): Resolution {
  const policy = policyOf(contract, environment);
  const rules = { environment, policy, breakGlass };
  const ordered = [...readings].sort((a, b) => sourceNames.indexOf(a.source) - sourceNames.indexOf(b.source));
  const entriesFor = entriesOf(ordered);
  const byKey = new Map<string, Outcome>();
  const problems = new Map<string, readonly Diagnostic[]>();
  const failures = new Map<SourceFailure, { blocked: string[]; stoodIn: string[] }>();
  for (const key of keysInOrder(contract, keys)) {
    const setting = contract.settings.get(key);
    if (!setting) continue;
    const derived = derive(setting, byKey);
    const entries = [...entriesFor(setting), ...ownEntry(setting, environment, derived)];
    const judgement = judge(setting, entries, rules);
    for (const failure of judgement.failures) {
      const noted = failures.get(failure) ?? { blocked: [], stoodIn: [] };
      failures.set(failure, noted);
      (judgement.blocked === "failed" ? noted.blocked : noted.stoodIn).push(key);
    }
    const settled = settle(setting, judgement, derived, environment, policy);
    byKey.set(key, settled.outcome);
    problems.set(key, [...judgement.problems, ...settled.problems]);
  }
  const diagnostics = new Diagnostics();
  for (const reading of ordered) for (const one of reading.diagnostics ?? []) diagnostics.add(one);
  for (const [failure, noted] of failures) for (const one of failureFindings(failure, noted)) diagnostics.add(one);
  const outcomes = new Map<string, Outcome>();
  for (const key of contract.settings.keys()) {
    const outcome = byKey.get(key);
    if (outcome) outcomes.set(key, outcome);
    for (const problem of problems.get(key) ?? []) diagnostics.add(problem);
  }
  return {
    contract,
    environment,
    outcomes,
    diagnostics: diagnostics.all,
    ...(diagnostics.hasErrors ? {} : { snapshot: createSnapshot(environment, outcomes) }),
  };
}

/** The policy of an environment. @throws SETTINGS_UNKNOWN_ENVIRONMENT */
export function policyOf(contract: Contract, environment: string): Policy {
  const policy = contract.policies.get(environment);
  if (policy) return policy;
  throw settingsErrors.error("SETTINGS_UNKNOWN_ENVIRONMENT", {
    name: environment,
    known: [...contract.policies.keys()],
  });
}

/** The keys asked for with all that they are put together of, each after those. */
export function keysInOrder(contract: Contract, keys: Iterable<string> | undefined): readonly string[] {
  const edges = new Map([...contract.settings].map(([key, { derived }]) => [key, derived?.references ?? []]));
  if (keys === undefined) return topologicalOrder(edges);
  const wanted = new Set<string>();
  const add = (key: string): void => {
    if (!edges.has(key)) throw settingsErrors.error("SETTINGS_UNKNOWN_KEY", { key });
    if (wanted.has(key)) return;
    wanted.add(key);
    for (const reference of edges.get(key) ?? []) add(reference);
  };
  for (const key of keys) add(key);
  return topologicalOrder(new Map([...edges].filter(([key]) => wanted.has(key))));
}

/** What the contract itself gives: a default, or a value put together. */
function ownEntry(setting: Setting, environment: string, derived: Derived | undefined): readonly Entry[] {
  const { key } = setting;
  const source = "default";
  if (derived && "texts" in derived) {
    const at = setting.derived?.host.at;
    const value = setting.secret ? new Secret(derived.texts.host) : derived.texts.host;
    return [{ source, candidate: { key, value, from: "its template", derived: true, ...(at ? { at } : {}) } }];
  }
  const declared = setting.overrides[environment]?.default ?? setting.default;
  if (declared) return [{ source, candidate: { key, value: declared.text, from: "its default", at: declared.at } }];
  return setting.secret || setting.derived ? [] : [{ source, absent: "its default", why: "it has none" }];
}

function settle(
  setting: Setting,
  judgement: Judgement,
  derived: Derived | undefined,
  environment: string,
  policy: Policy,
): { readonly outcome: Outcome; readonly problems: readonly Diagnostic[] } {
  const { traces, winner, blocked } = judgement;
  const nothing = (status: Status, ...problems: readonly Diagnostic[]) => ({
    outcome: { setting, status, traces },
    problems,
  });
  if (blocked) return nothing(blocked);
  if (winner) return read(setting, traces, winner, derived);
  const required = setting.overrides[environment]?.required ?? setting.required;
  const lacks = derived && "lacks" in derived ? derived : undefined;
  // What it is put together of has its own error; telling it twice would only hide the cause.
  if (lacks && lacks.status !== "unset") return nothing(lacks.status);
  if (!required) return nothing("unset");
  const [failed] = judgement.failures;
  const reason = lacks ? `${lacks.lacks} has none` : failed ? `${failed.from} ${failed.message}` : emptyReason(traces);
  const params = { key: setting.key, environment, asked: whereToGive(setting, policy), reason };
  return nothing("missing", settingsErrors.diagnostic("SETTINGS_MISSING", params, setting.at));
}

function emptyReason(traces: readonly Trace[]): string | undefined {
  const empty = traces.find(({ verdict, why }) => verdict === "absent" && why === "it is empty");
  if (empty) return `it is empty in ${empty.from}`;
  const gone = traces.find(
    ({ source, verdict, why }) => source === "vault" && verdict === "absent" && why !== "it has none",
  );
  if (gone) return `${gone.why} (${gone.from})`;
  const refused = traces.find(({ verdict }) => verdict === "unauthorised");
  if (refused) return `${refused.from} has it, ${refused.why}`;
  const expired = traces.find(({ verdict }) => verdict === "expired");
  return expired && `the lease of ${expired.from} is over`;
}

/** The winner's text as a value of the declared type, for both places that may read it. */
function read(
  setting: Setting,
  traces: readonly Trace[],
  winner: Trace,
  derived: Derived | undefined,
): { readonly outcome: Outcome; readonly problems: readonly Diagnostic[] } {
  const { key, type } = setting;
  const text = winner.value === undefined ? "" : textOf(winner.value);
  const own = winner.source === "default" && derived && "texts" in derived ? derived.texts : undefined;
  const texts = own ?? { host: text, container: text };
  const host = coerce(texts.host, setting);
  const container = texts.container === texts.host ? host : coerce(texts.container, setting);
  const wrong = "problem" in host ? host : "problem" in container ? container : undefined;
  if (!wrong && "value" in host && "value" in container) {
    const wrapped = (value: SettingValue, of: string): ReadValue =>
      setting.secret ? { text: new Secret(of), value: new Secret(value) } : { text: of, value };
    const values = {
      host: wrapped(host.value, texts.host),
      container: wrapped(container.value, texts.container),
    };
    return { outcome: { setting, status: "resolved", winner, traces, read: values }, problems: [] };
  }
  const problem = wrong?.problem ?? "";
  const told: readonly Trace[] = traces.map((trace) =>
    trace === winner ? { ...trace, verdict: "malformed", why: `it ${problem}` } : trace,
  );
  const finding = settingsErrors.diagnostic(
    "SETTINGS_MALFORMED",
    { key, type, problem, source: winner.from },
    winner.at ?? setting.at,
  );
  return { outcome: { setting, status: "malformed", traces: told }, problems: [finding] };
}

function failureFindings(
  { from, message, hint, at }: SourceFailure,
  { blocked, stoodIn }: { readonly blocked: readonly string[]; readonly stoodIn: readonly string[] },
): readonly Diagnostic[] {
  const failed = { source: from, reason: message, keys: blocked, hint };
  const replaced = { source: from, reason: message, keys: stoodIn };
  return [
    ...(blocked.length > 0 ? [settingsErrors.diagnostic("SETTINGS_SOURCE_FAILED", failed, at)] : []),
    ...(stoodIn.length > 0 ? [settingsErrors.diagnostic("SETTINGS_FALLBACK", replaced, at, "warning")] : []),
  ];
}
