import type { AuditConfig } from "../config/read-config.ts";
import type { Evidence, Finding } from "../finding.ts";
import { ignoreRules } from "../repository/ignore-rules.ts";

/** A finding after the configuration was asked: kept, or left out. */
export type Verdict = { readonly kept: Finding } | { readonly ignored: Finding };

/**
 * Gives findings the severities of the configuration, and tells which of them it leaves out on a day (`2026-11-21`). What an
 * expired entry would leave out is kept, with the entry as evidence.
 */
export function configured(
  { rules = {}, ignore = [], ignorePlaces }: AuditConfig,
  today: string,
): (finding: Finding) => Verdict {
  const entries = ignore.map((entry, index) => ({
    ...entry,
    at: ignorePlaces[index],
    matches: ignoreRules(entry.path ?? "**"),
  }));
  return (finding) => {
    const asked = rules[finding.rule];
    if (asked === "off") return { ignored: finding };
    const own = asked === undefined ? finding : { ...finding, severity: asked };
    const expired: Evidence[] = [];
    for (const { rule, until, at, matches } of entries) {
      if ((rule !== "*" && rule !== finding.rule) || !matches.ignores(finding.file)) continue;
      if (until === undefined || today <= until) return { ignored: own };
      if (at) expired.push({ ...at, text: `this exception ended on ${until}` });
    }
    return { kept: expired.length === 0 ? own : { ...own, evidence: [...own.evidence, ...expired] } };
  };
}
