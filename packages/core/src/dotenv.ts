import type { Diagnostics } from "./diagnostic.ts";
import { evaluate, type Lookup } from "./interpolation/evaluate.ts";
import type { SourceText } from "./position.ts";
import { textFinding } from "./text-errors.ts";

const keyAt = /(?:export[^\S\n]+)?([\p{L}\p{N}_.[\]-]*)[^\S\n]*/uy;
const spaceAt = /\s*/y;
const restAt = /[^\S\n]*(?:#[^\n]*)?(?=\n|$)/y;

/**
 * The variables of an env file, in the order of its lines; of a key given twice the last counts.
 * - `KEY=value`, `KEY: value`, `export KEY=value`; a lone `KEY` takes its value from `lookup`, if it has one.
 * - without quotes: up to the end of the line or ` #`, trimmed, variables put in;
 * - `'…'`: as it stands, also over lines; `\'` is a quote;
 * - `"…"`: also over lines; `\n \t \" \\ \$` and octal `\0101` are escapes, variables put in.
 * Variables are looked up with `lookup` first, then among the lines above. Findings get codes of the `area` (`COMPOSE`);
 * `seen` is told every key that a line names, with the offset where it stands.
 * Source: Compose Specification, "Env_file format", as compose-go's dotenv reads it.
 */
export function parseDotenv(
  source: SourceText,
  lookup: Lookup,
  diagnostics: Diagnostics,
  area: string,
  seen: (key: string, start: number) => void = () => undefined,
): Map<string, string> {
  const { text } = source;
  const values = new Map<string, string>();
  let at = text.startsWith("\uFEFF") ? 1 : 0;

  const fail = (reason: string, start: number): void => {
    diagnostics.add(textFinding(area, "ENV_FILE_SYNTAX", { reason }, source.position(start)));
  };
  const nextLine = (from: number): number => {
    const end = text.indexOf("\n", from);
    return end === -1 ? text.length : end + 1;
  };
  const expand = (value: string, start: number): string =>
    evaluate(
      value,
      (name) => lookup(name) ?? values.get(name),
      (finding) => {
        const place = source.position(start);
        if (finding.kind === "unset") {
          diagnostics.add(textFinding(area, "VARIABLE_UNSET", finding, place, "warning"));
        } else if (finding.kind === "required") {
          diagnostics.add(textFinding(area, "VARIABLE_REQUIRED", finding, place));
        } else if (finding.kind === "long") fail("a value grows longer than 1 MB", start);
        else fail("a `${` that holds no variable; write `$$`, or put the value in single quotes", start);
      },
    );

  const nul = text.indexOf("\0");
  if (nul !== -1) fail("there is a NUL byte in it", nul);

  while (at < text.length) {
    at += match(spaceAt, text, at)[0].length;
    if (at >= text.length) break;
    if (text[at] === "#") {
      at = nextLine(at);
      continue;
    }
    const start = at;
    const [head, key = ""] = match(keyAt, text, at);
    at += head.length;
    const sign = text[at];
    if (key !== "") seen(key, start);
    if (key !== "" && (sign === undefined || sign === "\n")) {
      const inherited = lookup(key);
      if (inherited !== undefined) values.set(key, inherited);
      continue;
    }
    if (key === "" || (sign !== "=" && sign !== ":")) {
      fail(key === "" ? "a line must begin with the name of a variable" : `\`=\` expected behind ${key}`, start);
      at = nextLine(at);
      continue;
    }
    at++;
    while (text[at] === " " || text[at] === "\t" || text[at] === "\r") at++;
    const quote = text[at];
    if (quote !== "'" && quote !== '"') {
      const end = nextLine(at);
      const [value = ""] = text.slice(at, end).split(" #");
      values.set(key, expand(value.trimEnd(), start));
      at = end;
      continue;
    }
    const quoted = readQuoted(text, at, quote);
    if (!quoted) {
      fail(`the ${quote} behind ${key} is never closed`, start);
      at = nextLine(at);
      continue;
    }
    const { inner } = quoted;
    values.set(key, quote === '"' ? expand(unescape(inner), start) : inner.replaceAll("\\'", "'"));
    at = quoted.end;
    restAt.lastIndex = at;
    const rest = restAt.exec(text);
    if (!rest) {
      const params = { key, quote };
      diagnostics.add(textFinding(area, "ENV_FILE_REST", params, source.position(start), "warning"));
    }
    at = rest ? at + rest[0].length : nextLine(at);
  }
  return values;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray {
  pattern.lastIndex = at;
  // The patterns match the empty text, so there always is a match.
  return pattern.exec(text) as RegExpExecArray;
}

function readQuoted(text: string, open: number, quote: string): { inner: string; end: number } | undefined {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return { inner: text.slice(open + 1, at), end: at + 1 };
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  '"': '"',
  "\\": "\\",
  $: "$$",
};

/** `\$` becomes `$$`, which interpolation turns into a dollar sign. An unknown escape stays as it is. */
function unescape(text: string): string {
  return text.replace(/\\(?:0([0-7]{1,3})|([\s\S]))/g, (whole, octal: string | undefined, char: string | undefined) =>
    octal === undefined ? (escapes[char ?? ""] ?? whole) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
