import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isTest } from "../../inventory/paths.ts";
import { placesIn } from "../../inventory/text-place.ts";
import { codeUses } from "../../inventory/variables/code-uses.ts";
import { isShellName } from "../../inventory/variables/shell-uses.ts";
import { readCode } from "../../inventory/variables/strip-comments.ts";
import { isSecretName } from "../../knowledge/secret-names.ts";
import { defineRule } from "../rule.ts";

export const se611 = defineRule({
  id: "SE611",
  why: "What is written to a log is read by everybody who may read logs, and kept for months.",
  bad: { "src/db.ts": "console.log(`connecting to ${process.env.DATABASE_URL}`);\n" },
  good: {
    "src/db.ts":
      'console.log(`connecting to ${mask(process.env.DATABASE_URL)}`);\nconsole.log("DATABASE_URL is", process.env.DATABASE_URL ? "set" : "missing");\n',
  },
  fix: "Leave it out, or mask it before",
  *check(inventory) {
    for (const path of inventory.paths) {
      if (isTest(path)) continue;
      if (isShellName(path)) yield* shellFaults(path, inventory);
      else if (/\.(?:[cm]?[jt]sx?|vue|svelte|py|go|rb)$/.test(path))
        yield* inventory.learn("logs a secret", path, (text) => [
          ...(path.endsWith(".rb") ? rubyFaults(path, text) : codeFaults(path, text)),
        ]);
    }
  },
});

const logs =
  /\b(?:console\.(?:log|info|debug|warn|error|trace)|(?:this\.)?(?:logger|log|logging|LOG|Logger|slog|zap|winston|pino)\.(?:log|info|debug|warn|warning|error|trace|fatal|verbose|critical|exception|Print|Printf|Println|Infof?|Debugf?|Warnf?|Errorf?|Fatalf?)|print|puts|fmt\.(?:Print|Printf|Println)|log\.(?:Print|Printf|Println|Fatal|Fatalf)|Rails\.logger\.\w+)\s*\(/g;

const reads =
  /(?:process\.env|import\.meta\.env|Bun\.env)(?:\.|\[["'])([A-Z][A-Z0-9_]*)|(?:os\.)?(?:environ(?:\.get)?|getenv)\s*[[(]\s*["']([A-Z][A-Z0-9_]*)|os\.(?:Getenv|LookupEnv)\(\s*"([A-Z][A-Z0-9_]*)|ENV(?:\.fetch)?[[(]\s*["']([A-Z][A-Z0-9_]*)|\b(?:env|config|settings|cfg|conf|Config|secrets)\.([A-Za-z_][\w.]*)/g;

/** Addresses that carry user and password. */
const addressName =
  /^(?:\w*_)?(?:DATABASE|DB|POSTGRES|POSTGRESQL|PG|MYSQL|MONGO|MONGODB|REDIS|AMQP|RABBITMQ|BROKER|SMTP)_?(?:URL|URI|DSN|CONNECTION_STRING)$/;

function isSensitive(name: string): boolean {
  const last = name.split(".").at(-1) ?? name;
  const capitals = last.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
  return isSecretName(last) || addressName.test(capitals);
}

function* codeFaults(file: string, content: string): Iterable<Found> {
  if (!/log|print|puts/i.test(content) || !/env|config|settings|secret|password|token/i.test(content)) return;
  const { code, isInString } = readCode(content, /\.(?:py|rb)$/.test(file) ? "hash" : "slashes");
  const place = placesIn(file, content);
  const wrapped = codeUses(file, content).flatMap(({ name }) => (isSensitive(name) ? name : []));
  const named = withAddresses(secretsNamed(code, wrapped), code);
  for (const match of code.matchAll(logs)) {
    if (isInString(match.index)) continue;
    const open = match.index + match[0].length;
    const words = code.slice(open, closing(code, open, isInString));
    for (const use of words.matchAll(reads)) {
      const name = use[1] ?? use[2] ?? use[3] ?? use[4] ?? use[5] ?? "";
      const at = open + use.index;
      const isRead = !isInString(at) || isInPython(code, at, file);
      if (isRead && isSensitive(name) && !isGuarded(words, use.index, use[0].length)) {
        yield found(place(match.index), name);
        break;
      }
    }
    for (const [variable, name] of named) {
      const use = new RegExp(`(?<![\\w.$"'])\\$?\\{?\\b${variable}\\b(?!["'\\w]|\\s*:)`).exec(words);
      if (
        use &&
        (!isInString(open + use.index + use[0].length - 1) || isInPython(code, open + use.index, file)) &&
        !isGuarded(words, use.index, use[0].length)
      ) {
        yield found(place(match.index), name);
        break;
      }
    }
  }
}

/** Ruby writes to its log without parentheses, and puts values into texts with `#{…}`. */
function* rubyFaults(file: string, content: string): Iterable<Found> {
  const place = placesIn(file, content);
  for (const match of content.matchAll(
    /^[ \t]*(?:(?:Rails\.)?logger\.\w+|puts|print|p|warn|STDOUT\.puts|\$stdout\.puts)[ (]+([^\n]*)/gm,
  )) {
    const own = match[1] ?? "";
    const name = [...own.matchAll(/\bENV(?:\.fetch\(|\[)\s*["']([A-Z][A-Z0-9_]*)["']\s*[\])]/g)].find(
      (use) => isSensitive(use[1] ?? "") && !isGuarded(own, use.index, use[0].length),
    )?.[1];
    if (name) yield found(place(match.index + match[0].search(/\S/)), name);
  }
}

function found(at: Found["at"], name: string): Found {
  return { at, message: `${name} is written to the log`, fix: `Leave ${name} out, or mask it before` };
}

/** Variables of the code that hold a secret: `const url = process.env.DATABASE_URL`. */
function secretsNamed(code: string, read: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  // Read by a function of the project: `password := env("DB_PASSWORD", "")`.
  for (const name of read) {
    const assigned = new RegExp(
      `(?:^|[;{\\n])[ \\t]*(?:const |let |var )?[ \\t]*([A-Za-z_]\\w*)(?:\\s*:\\s*\\w+)?\\s*:?=\\s*[\\w.]{1,40}\\(\\s*["']${name}["']`,
    ).exec(code)?.[1];
    if (assigned !== undefined) names.set(assigned, name);
  }
  for (const match of code.matchAll(
    /(?:^|[;{\n]\s{0,40})(?:const|let|var|export const)?\s{0,10}\b([A-Za-z_]\w*)\s*(?::\s*\w+\s*)?:?=\s*(?=[^\n]*(?:env|ENV))([^\n]{1,200})/g,
  )) {
    const [, variable = "", value = ""] = match;
    reads.lastIndex = 0;
    const use = [...value.matchAll(reads)][0];
    const name = use && (use[1] ?? use[2] ?? use[3] ?? use[4] ?? use[5] ?? "");
    if (name && isSensitive(name) && use.index < 40 && !/mask|redact|hash|!!|Boolean\(|\?\s/.test(value))
      names.set(variable, name);
  }
  for (const match of code.matchAll(/\{([^{}]{1,2000})\}\s*=\s*(?:process\.env|import\.meta\.env|Bun\.env)\b/g)) {
    for (const [, name = "", alias] of (match[1] ?? "").matchAll(/\b([A-Z][A-Z0-9_]*)(?:\s*:\s*(\w+))?/g))
      if (isSensitive(name)) names.set(alias ?? name, name);
  }
  return names;
}

/** Adds the variables that hold an address which is put together with one of the secrets. */
function withAddresses(named: Map<string, string>, code: string): ReadonlyMap<string, string> {
  for (const match of code.matchAll(
    /(?:^|[;{\n])[ \t]*(?:const |let |var )?[ \t]*([A-Za-z_]\w*)(?:\s*:\s*\w+)?\s*:?=\s*([^\n]{0,20}["'`]\w{2,20}:\/\/[^\n]{1,300})/g,
  )) {
    const [, variable = "", value = ""] = match;
    const secret = [...named].find(([name]) => new RegExp(`(?<![\\w.])${name}\\b(?!\\s*:)`).test(value));
    if (secret && !/mask|redact/i.test(value)) named.set(variable, secret[1]);
  }
  return named;
}

/** The offset of the parenthesis that closes a call. */
function closing(code: string, open: number, isInString: (at: number) => boolean): number {
  let depth = 1;
  const most = Math.min(code.length, open + 2000);
  for (let at = open; at < most; at++) {
    const sign = code[at];
    if ((sign !== "(" && sign !== ")") || isInString(at)) continue;
    depth += sign === "(" ? 1 : -1;
    if (depth === 0) return at;
  }
  return most;
}

/** True within the braces of an f-string, or of Ruby's `#{…}`. */
function isInPython(code: string, at: number, file: string): boolean {
  if (!/\.(?:py|rb)$/.test(file)) return false;
  const before = code.slice(Math.max(0, at - 80), at + 1);
  return /\{[^{}\n]*$/.test(before);
}

/** Masked, only asked for, or only its length. */
function isGuarded(words: string, start: number, length: number): boolean {
  const before = words.slice(0, start);
  const after = words.slice(start + length, start + length + 40);
  return (
    /(?:mask|redact|obfuscate|hide|sanitize|hash|censor|Boolean|bool|len|typeof|defined|isSet|scrub|safe|strip|truncate)\w*[( ]\s*[^()]*$/i.test(
      before.slice(-60),
    ) ||
    /!!?\s*$/.test(before) ||
    /^["'\])]*\s*(?:\?(?!\?|\.)|\.length|\?\.length|\.(?:slice|substring|replace|split)\(|\[:|===?|!==?|is (?:not )?None|!= ""|&&|\.hostname|\.host\b)/.test(
      after,
    )
  );
}

function* shellFaults(file: string, { text, place }: Inventory): Iterable<Found> {
  for (const match of (text(file) ?? "").matchAll(/^[ \t]*(?:echo|printf)\b([^\n]*)/gm)) {
    const own = match[1] ?? "";
    // What goes into a file or another program is not shown.
    if (/[^2&]>{1,2}\s*(?!&)|\||<<</.test(own.replace(/>&2|>\/dev\/stderr/g, ""))) continue;
    const shown = own.replace(/'[^']*'/g, "");
    const name = [...shown.matchAll(/\$\{?([A-Z][A-Z0-9_]*)(?![A-Z0-9_]*(?::?[+#]|#))/g)]
      .map((use) => use[1] ?? "")
      .find(isSensitive);
    if (name && !/::add-mask::/.test(own)) yield found(place(file, match.index + match[0].search(/\S/)), name);
  }
}
