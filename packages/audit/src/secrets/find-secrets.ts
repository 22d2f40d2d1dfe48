import { isPlaceholder } from "../knowledge/secret-names.ts";
import { looksReal, urlCredentials } from "../knowledge/secret-values.ts";

/** A secret within a text, by its offsets. */
export interface FoundSecret {
  readonly start: number;
  readonly end: number;
  /** What it is, in a few words: `a secret of github`. Nothing of the secret itself. */
  readonly what: string;
}

/**
 * How the secrets of providers begin, and what else the patterns of the preset need: where none of it stands, nothing is to be
 * found, and the patterns are not tried.
 */
const beginnings =
  /(?:AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|A3T)[A-Z0-9]{12}|secret_?access_?key|-----BEGIN|npm_[A-Za-z0-9_]{30}|_authToken|xox[abopr]-|xapp-|hooks\.slack\.com\/|SG\.\w|shp(?:pa|ca|at|ss)_|[sr]k_(?:live|test)_|gh[pousr]_\w{30}|github_pat_|glpat-|gl(?:c|sa)_|sk-[\w-]{20}|gsk_\w{40}|hf_[a-zA-Z]{30}|lin_api_|ntn_\d|ops_ey|A3-|hv[sbr]\.|vc[a-z]_\w{20}|dapi[0-9a-f]{30}|dckr_pat_|figd_|cf(?:k|ut|at)_\w{40}|tskey-|AIza[\w-]{30}|:\/\/[^\s:/@"'`]{0,100}:[^\s/@"'`]{3,200}@/i;

/** False for a text in which no secret of a known provider can be: most texts are told so by one look. */
export function mayHoldSecret(text: string): boolean {
  return beginnings.test(text);
}

/** Keys that the preset does not know. Source: the providers' own pages on their keys. */
const others: readonly (readonly [RegExp, string])[] = [
  [/\bAIza[0-9A-Za-z_-]{35}(?![\w-])/g, "an API key of Google"],
  [
    /-----BEGIN (?:RSA |DSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----(?=(?:\s|\\n|\\r)*[A-Za-z0-9+/=]{40})/g,
    "a private key",
  ],
];

/** What the preset finds and is no secret: the number of an account. */
const harmless = new Set(["AWSAccountID"]);

/** The secrets of known providers within a text. */
export async function findSecrets(path: string, text: string): Promise<readonly FoundSecret[]> {
  if (!mayHoldSecret(text)) return [];
  const [{ lintSource }, { creator }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/secretlint-rule-preset-recommend"),
  ]);
  const { messages } = await lintSource({
    source: { filePath: path, content: text, contentType: "text", ext: path.slice(path.lastIndexOf(".")) },
    options: { noPhysicFilePath: true, config: { rules: [{ id: "preset", rule: creator }] } },
  });
  const found = messages.flatMap(({ type, ruleId, messageId, range }): readonly FoundSecret[] =>
    type === "message" && !harmless.has(messageId)
      ? [{ start: range[0], end: range[1], what: `a secret of ${providerOf(ruleId)}` }]
      : [],
  );
  for (const [pattern, what] of others) {
    for (const match of text.matchAll(pattern))
      found.push({ start: match.index, end: match.index + match[0].length, what });
  }
  const real = found.filter(({ start, end, what }) => what === "a private key" || isReal(text.slice(start, end)));
  // One place is one finding, whatever the number of patterns that know it.
  return [
    ...Map.groupBy(
      real.toSorted((a, b) => a.start - b.start),
      ({ start }) => start,
    ).values(),
  ].flatMap(([first]) => first ?? []);
}

function providerOf(rule: string): string {
  return rule.replace(/^.*secretlint-rule-/, "").replaceAll("-", " ");
}

/** Of an address only the password counts; anything else is a secret unless it says that it is none. */
function isReal(secret: string): boolean {
  if (/:\/\//.test(secret)) return looksReal(urlCredentials(secret)?.password ?? "");
  if (secret.startsWith("-----")) return true;
  const own = secret.replace(/^.*[=:]\s*["']?/s, "");
  return (
    !isPlaceholder(own) &&
    !/example|your|xxxx|dummy|fake|placeholder|sample|0{8}|1234567890/i.test(own) &&
    new Set(own).size > 8
  );
}
