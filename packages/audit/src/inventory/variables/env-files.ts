import { type Diagnostic, Diagnostics, parseDotenv, registerSecret, SourceText } from "@slipway/core";
import type { Place } from "../../finding.ts";
import { isPlaceholder, isSecretName, isWeakPassword } from "../../knowledge/secret-names.ts";
import { nameOf } from "../paths.ts";
import { placesIn } from "../text-place.ts";

export interface EnvEntry {
  readonly key: string;
  /** As it is read; empty when it has none. */
  readonly value: string;
  readonly at: Place;
  /** True for a line that is commented out: `# KEY=value`. */
  readonly off: boolean;
}

/** An env file: one that is loaded, or a template that tells what to put into one. */
export interface EnvFile {
  readonly path: string;
  readonly template: boolean;
  /** Also what is commented out; of a key that stands twice both. */
  readonly entries: readonly EnvEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

const templateWord = /(?:^|[._-])(?:example|sample|template|dist|tmpl|tpl|defaults?|schema)(?:[._-]|$)/i;

/** `.env`, `.env.local`, `prod.env`, `env.example`, `.env.example`, `env.sample`. */
export function isEnvFileName(path: string): boolean {
  const name = nameOf(path);
  if (/\.(?:ts|tsx|js|mjs|cjs|json|ya?ml|md|py|go|sh|d\.ts|rb|toml|age|enc|gpg|vault)$/i.test(name)) return false;
  return /^\.?env(?:[._-][\w.-]+)?$/i.test(name) || /\.env$/i.test(name) || /^[\w-]+\.env\.[\w.-]+$/i.test(name);
}

function isTemplateName(path: string): boolean {
  return isEnvFileName(path) && templateWord.test(nameOf(path));
}

/** Reads an env file with core's reader, and what its comments hold back. */
export function readEnvFile(path: string, text: string): EnvFile {
  const diagnostics = new Diagnostics();
  const place = placesIn(path, text);
  const starts: { readonly key: string; readonly start: number }[] = [];
  const values = parseDotenv(
    new SourceText(path, text, false),
    () => undefined,
    diagnostics,
    "COMPOSE",
    (key, start) => starts.push({ key, start }),
  );
  if (!isTemplateName(path)) hideSecrets(path, values);
  const off = [...text.matchAll(/^[ \t]*#[ \t]?(?:export )?([A-Z][A-Z0-9_]{2,})=(\S*)(?:[ \t][^\n]*)?$/gm)];
  return {
    path,
    template: isTemplateName(path),
    entries: [
      ...starts.map(({ key, start }) => ({ key, value: values.get(key) ?? "", at: place(start), off: false })),
      ...off.map((match) => ({
        key: match[1] ?? "",
        value: match[2] ?? "",
        at: place(match.index + match[0].indexOf(match[1] ?? "")),
        off: true,
      })),
    ],
    diagnostics: diagnostics.all.filter(({ code }) => code.startsWith("COMPOSE_ENV_FILE")),
  };
}

/** True for the file of generated secrets: nothing but secrets is in it, whatever their names. */
export function isSecretsFile(path: string): boolean {
  return nameOf(path) === ".slipway.secrets.env";
}

/** What is secret in an env file is printed nowhere, whichever rule or report comes upon it. */
function hideSecrets(path: string, values: ReadonlyMap<string, string>): void {
  for (const [key, value] of values) {
    const secret = isSecretName(key) && !isPlaceholder(value) && !isWeakPassword(value);
    if (secret || isSecretsFile(path)) registerSecret(value);
  }
}

/** The template that an env file is made from: of the same folder, with a word such as `example` in its name. */
export function templateFor(path: string, has: (path: string) => boolean): string | undefined {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const name = nameOf(path);
  const words = ["example", "sample", "template", "dist"];
  const names = words.flatMap((word) => [
    `${name}.${word}`,
    name.replace(/^\.env/, `.env.${word}`),
    name.replace(/^\./, `${word}.`),
    name.replace(/^\.?env$/, `env.${word}`),
    name.replace(/^\.env\.(.+)$/, `.env.${word}.$1`),
  ]);
  return names.map((one) => `${folder}${one}`).find((one) => one !== path && has(one));
}

/** The text of an env file with nothing but what could be read of it. */
export function withoutFaults({ entries }: EnvFile): string {
  return entries
    .filter(({ off, key }) => !off && /^\w+$/.test(key))
    .map(({ key, value }) => `${key}='${value.replaceAll(/['\n]/g, " ")}'\n`)
    .join("");
}
