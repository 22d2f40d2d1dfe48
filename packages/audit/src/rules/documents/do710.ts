import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { containerRules } from "../containers/rules.ts";
import { databaseRules } from "../databases/rules.ts";
import { profileRules } from "../profiles/rules.ts";
import { defineRule, type Rule } from "../rule.ts";
import { scriptRules } from "../scripts/rules.ts";
import { securityRules } from "../security/rules.ts";
import { variableRules } from "../variables/rules.ts";
import { do701 } from "./do701.ts";
import { do702 } from "./do702.ts";
import { do703 } from "./do703.ts";
import { do704 } from "./do704.ts";
import { do706 } from "./do706.ts";

const service = (port: string): string =>
  `services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/password\n    volumes: [data:/var/lib/postgresql/data]\n    privileged: ${port}\nvolumes:\n  data:\n`;

export const do710 = defineRule({
  id: "DO710",
  why: "A tick is a promise that somebody looked; the next one does not look again.",
  bad: { "compose.yaml": service("true"), "RELEASE-CHECKLIST.md": "- [x] No container runs privileged\n" },
  good: { "compose.yaml": service("false"), "RELEASE-CHECKLIST.md": "- [x] No container runs privileged\n" },
  fix: "Take the tick away until it is true",
  async check(inventory) {
    const { documents, text, place } = inventory;
    const broken: Found[] = [];
    for (const { path } of documents) {
      const content = text(path) ?? "";
      for (const match of content.matchAll(/^([ \t]*[-*+][ \t]+\[)[xX](\][ \t]+)([^\n]+)$/gm)) {
        const promise = match[3] ?? "";
        const rules = promises.find(([words]) => words.test(promise))?.[1];
        const against = rules === undefined ? [] : await contradictions(rules, inventory);
        const [first] = against;
        if (first === undefined) continue;
        const start = match.index + (match[1] ?? "").length;
        broken.push(brokenPromise({ path, start, promise, first, count: against.length }, place));
      }
    }
    return broken;
  },
});

/** The rules that a promise can be about; asked again, because a rule knows only the inventory. */
const others: readonly Rule[] = [
  ...containerRules,
  ...variableRules,
  ...databaseRules,
  ...profileRules,
  ...scriptRules,
  ...securityRules,
  do701,
  do702,
  do703,
  do704,
  do706,
];

interface Contradiction {
  readonly rule: string;
  readonly found: Found;
}

async function contradictions(ids: RegExp, inventory: Inventory): Promise<readonly Contradiction[]> {
  const found: Contradiction[] = [];
  for (const rule of others) {
    if (!ids.test(rule.id)) continue;
    for (const one of await rule.check(inventory))
      if (one.severity !== "info") found.push({ rule: rule.id, found: one });
  }
  return found;
}

/** What checklists promise, and the rules whose findings speak against it. */
const promises: readonly (readonly [words: RegExp, rules: RegExp])[] = [
  [/\bprivileged\b|docker\.sock|host namespaces?/i, /^SE604$/],
  [
    /\bno (?:real )?(?:secrets?|credentials?|passwords?|keys?)\b|secrets? (?:are |is )?(?:not|never|removed|rotated|out of)/i,
    /^(?:EV207|EV22[123]|EV214|SE613|RP405)$/,
  ],
  [
    /\b(?:databases?|redis|caches?|ports?)\b.*\b(?:not|never|no longer|only)\b.*\b(?:public|published|exposed|reachable|internal|loopback|localhost)/i,
    /^SE60[13]$/,
  ],
  [
    /\b(?:unused|legacy|dead|orphan(?:ed)?|stale|obsolete|old|nobody uses)\b.*\b(?:files?|scripts?|variables?|compose|dockerfiles?)\b|\b(?:files?|scripts?|variables?|dockerfiles?)\b.*\b(?:unused|legacy|dead|orphan(?:ed)?|stale|obsolete|nobody uses)\b/i,
    /^(?:DK10[13]|SC505|EV20[29])$/,
  ],
  [/\bports?\b.*\bdocument/i, /^DK128$/],
  [/\bhealth ?checks?\b/i, /^(?:RP406|DK131)$/],
  [/\bnon-?root\b|\bunprivileged user\b/i, /^SE606$/],
  [/\bpinned\b|\bno latest\b|\bimage (?:tags|versions)\b/i, /^DK130$/],
  [/\brestart polic/i, /^RP408$/],
  [/\b(?:all )?links?\b.*\b(?:work|checked|valid|alive)\b|\bno dead links?\b/i, /^DO701$/],
  [/\bmigrations?\b.*\b(?:appl|run|work|clean|empty|fresh|tested)/i, /^DB30[2-5]$/],
  [/\bschema\b.*\b(?:in sync|match|up to date|agree)/i, /^DB30[56]$/],
  [
    /\.env(?:\.example)?\b.*\b(?:complete|up to date|in sync|match|lists?)|\bevery (?:environment )?variable\b|\ball (?:environment |env )?variables\b/i,
    /^EV(?:20[123]|206|212)$/,
  ],
  [
    /\bdocument(?:ed|ation)\b.*\b(?:up to date|commands?|current|works?)\b|\bcommands? in the (?:readme|docs)\b/i,
    /^DO70[1-4]$/,
  ],
  [/\bscripts?\b.*\b(?:work|run|exist|removed|clean)/i, /^SC50/],
  [/\bback-?ups?\b.*\bdocument|\bdocument\w*\b.*\bback-?ups?\b/i, /^DO706$/],
  [/\bpersist|\bvolumes?\b.*\b(?:all|every|stateful)/i, /^(?:DK140|RP407)$/],
];

interface BrokenPromise {
  readonly path: string;
  /** The offset of the tick. */
  readonly start: number;
  readonly promise: string;
  readonly first: Contradiction;
  readonly count: number;
}

function brokenPromise({ path, start, promise, first, count }: BrokenPromise, place: Inventory["place"]): Found {
  const more = count === 1 ? "" : ` and ${count - 1} more`;
  return {
    at: place(path, start),
    message: `"${promise.trim().replace(/\.$/, "")}" is ticked, but ${first.rule} says otherwise${more}`,
    evidence: [{ ...first.found.at, text: first.found.message }],
    fix: {
      text: "Take the tick away until it is true",
      safe: true,
      edits: [{ file: path, start, end: start + 1, text: " " }],
    },
  };
}
