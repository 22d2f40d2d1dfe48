import { isPlaceholder } from "./secret-names.ts";

/** Words of texts that stand where a secret belongs. */
const placeholderWord =
  /change|replace|your|example|sample|placeholder|dummy|fake|todo|insert|fill[-_ ]?(?:in|me)|\bhere\b|redacted|goes|put[-_ ]|enter|secret[-_ ]?key[-_ ]?(?:here|base)?$|not[-_ ]?(?:a|so|real|secret|secure)|insecure|do[-_ ]?not|don.?t|for[-_ ]?(?:dev|test|local)|dev[-_ ]?only|test[-_ ]?only|build[-_ ]?time|xxx|\*\*\*|\.\.\.|…|cafebabe|deadbeef|foobar|lorem|generate|random|openssl|unset|min(?:imum)?[-_ ]?\d|at[-_ ]?least/i;

/** Whole values that nobody takes for a secret, or everybody knows. */
const known =
  /^(?:true|false|yes|no|on|off|null|none|nil|undefined|secret|secrets?key|password|passwd|passw0rd|p@ssw0rd|pass|pwd|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbit|rabbitmq|guest|root|admin|administrator|minio|minioadmin|user|test|testing|dev|develop|development|local|localhost|docker|default|demo|token|key|apikey|api[-_]key|changeit|letmein|qwerty|hello|empty|string|abc123|admin123|root123|password\d*|secret\d*|test\d*|elastic|grafana|sa|wordpress|drupal|app|example)$/i;

/** Texts that are put in later: `${NAME}`, `$NAME`, `{{ name }}`, `<name>`, `%NAME%`, `$(command)`, `[name]`. */
const putInLater =
  /\$\{|\$\(|^\$[A-Za-z_]|\{\{|^<[^>]*>$|^%[^%]+%$|^\[[^\]]*\]$|^!\w+|^(?:vault|op|aws|gcp|ssm|sops|ref|env|arn|age):/;

/** True for a value that is not a secret: empty, put in later, or a text such as `CHANGE_ME`, `your-key`, `ghp_YOUR…`, `00000000`. */
function standsIn(value: string): boolean {
  const text = value.trim();
  if (text.length < 4 || isPlaceholder(text) || known.test(text) || putInLater.test(text) || placeholderWord.test(text))
    return true;
  if (new Set(text.replace(/[-_:.]/g, "")).size <= 4) return true;
  return /^(?:\w{2,8}_)?(?:0123456789|1234567890?|12345|abcdef|0{4,}|1{4,})/i.test(text) && !/[^\w-]/.test(text);
}

/**
 * True for a value that looks as if somebody made it to be secret: long and without order, or short with letters, digits and
 * signs mixed. Words with signs between them are none.
 */
export function looksReal(value: string): boolean {
  const text = value.trim();
  if (standsIn(text) || text.length < 8 || /\s/.test(text)) return false;
  if (/^(?:https?|file):\/\//.test(text) && !/\/\/[^/@\s]+:[^/@\s]+@/.test(text)) return false;
  if (isWords(text) || /^(?:\/|\.{1,2}\/|[A-Za-z]:\\)/.test(text)) return false;
  const bits = entropyOf(text);
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((pattern) => pattern.test(text)).length;
  if (/^[0-9a-f]+$/i.test(text)) return text.length >= 20 && bits >= 2.8 && /\d/.test(text) && /[a-f]/i.test(text);
  if (text.length >= 16) return bits >= 3.2 && classes >= 2 && (/\d/.test(text) || classes >= 3);
  return classes >= 3 && bits >= 2.7;
}

/** Words, and at most short numbers between them: `my-super-secret-jwt-token-with-32-characters`, `hunter_local`. */
function isWords(text: string): boolean {
  const parts = text.split(/[-_. :/]+/);
  const plain = parts.filter((part) => /^(?:[a-z]+|[A-Z][a-z]*|[A-Z]+|\d{1,4}|v\d+)$/.test(part));
  const letters = parts.filter((part) => /^[A-Za-z]{2,}$/.test(part));
  return plain.length === parts.length && letters.length > 0 && letters.every(isPronounceable);
}

/** Words of people have vowels, and never many consonants together. */
function isPronounceable(word: string): boolean {
  return word.length <= 3 || (/[aeiouy]/i.test(word) && !/[^aeiouy]{6,}/i.test(word) && word.length <= 18);
}

/** Shannon's entropy of the characters, in bits for each. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** User and password of a URL, when it has both. */
export function urlCredentials(text: string): { readonly user: string; readonly password: string } | undefined {
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^:/@\s]*):([^@\s/]+)@/i.exec(text.trim());
  return match ? { user: match[1] ?? "", password: match[2] ?? "" } : undefined;
}

/** A value as evidence may show it: nothing of it but its length. */
export function hidden(value: string): string {
  return `a value of ${value.length} characters`;
}
