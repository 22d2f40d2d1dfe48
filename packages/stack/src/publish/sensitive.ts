import type { Literal, PortableFile } from "@slipway/compose";
import { type Position, SourceText } from "@slipway/core";

/** Something that looks like a secret; what it is, and where, never its value. */
export interface Suspicion {
  readonly what: string;
  readonly at: Position;
}

/** Tokens that can be told by their form. Sources: the documentation of those who give them out. */
const forms: readonly (readonly [what: string, form: RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})\b/],
  ["a GitLab token", /\bglpat-[\w-]{20,}/],
  ["a Slack token", /\bxox[abprs]-[\w-]{10,}/],
  ["a Stripe key", /\b[rs]k_live_\w{16,}/],
  ["an npm token", /\bnpm_[A-Za-z0-9]{36}\b/],
  ["a Docker token", /\bdckr_(?:pat|oat)_[\w-]{20,}/],
  ["a JSON web token", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ["a password in a URL", /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/$]+:[^\s:@/${]+@/i],
];

const names = /pass(?:word|wd|phrase)?|secret|token|api_?key|private_?key|access_?key|credential/i;

/** True for a variable that holds a secret by its name. `…_FILE` names where one lies. */
function isSecretName(key: string): boolean {
  return names.test(key) && !/_FILE$/i.test(key);
}

/**
 * What of files that are about to be published looks like a secret: tokens by their form, variables by their name, and the
 * contents of the project's own secrets word for word.
 */
export function suspicions(
  files: readonly PortableFile[],
  envFiles: readonly PortableFile[],
  literals: readonly Literal[],
  secrets: ReadonlyMap<string, string>,
): readonly Suspicion[] {
  const byForm = [...files, ...envFiles].flatMap(({ path, text }) => {
    // What is found shall not be shown: the place has no text.
    const source = new SourceText(path, text, false);
    const found = forms.flatMap(([what, form]) => matches(source, what, form));
    const known = [...secrets].flatMap(([name, value]) => within(source, `the content of the secret "${name}"`, value));
    return [...found, ...known];
  });
  const byName = literals
    .filter(({ key }) => isSecretName(key))
    .map(({ service, key, at }) => ({ what: `${key} of service "${service}"`, at: withoutText(at) }));
  const inEnvFiles = envFiles.flatMap(({ path, text }) => {
    const source = new SourceText(path, text, false);
    return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*\S/gm)]
      .filter(([, key = ""]) => isSecretName(key))
      .map((match) => ({ what: match[1] ?? "", at: source.position(match.index + match[0].indexOf(match[1] ?? "")) }));
  });
  return [...byForm, ...byName, ...inEnvFiles];
}

function matches(source: SourceText, what: string, form: RegExp): readonly Suspicion[] {
  return [...source.text.matchAll(new RegExp(form, `${form.flags}g`))].map(({ index }) => ({
    what,
    at: source.position(index),
  }));
}

/** Texts shorter than this stand everywhere. */
const shortest = 6;

function within(source: SourceText, what: string, value: string): readonly Suspicion[] {
  const index = value.length < shortest ? -1 : source.text.indexOf(value);
  return index === -1 ? [] : [{ what, at: source.position(index) }];
}

function withoutText({ file, line, column }: Position): Position {
  return { file, line, column };
}
