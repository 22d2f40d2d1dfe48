import { Diagnostics, parseDotenv, SourceText } from "@slipway/core";
import { quoted } from "../values/quoted.ts";

const head = `# Secrets of this machine, made by \`slipway secrets ensure\`. They belong into no repository and into no image.
`;

/** The pairs of a secrets file. Values stand for themselves: no variable is put in. */
export function readSecretsText(path: string, text: string, diagnostics: Diagnostics): ReadonlyMap<string, string> {
  return parseDotenv(new SourceText(path, text, false), () => undefined, diagnostics, "SETTINGS");
}

/**
 * The text of a secrets file with some values set, and those that are undefined taken out. What else stands in it stays, with comments
 * and order; of a key that has a line already, that line is replaced.
 */
export function withSecrets(text: string | undefined, values: Readonly<Record<string, string | undefined>>): string {
  let made = text ?? head;
  if (made !== "" && !made.endsWith("\n")) made += "\n";
  for (const [key, value] of Object.entries(values)) {
    const line = value === undefined ? "" : `${key}=${inQuotes(value)}\n`;
    const range = lineOf(made, key);
    made = range ? `${made.slice(0, range.start)}${line}${made.slice(range.end)}` : `${made}${line}`;
  }
  return made;
}

/** A value in quotes in any case: of a file that was cut off, an open quote is an error, and a bare word would be another secret. */
function inQuotes(value: string): string {
  const text = quoted(value);
  return text === value ? `'${value}'` : text;
}

/** Where the last pair of a key stands, with the line end behind it. A quoted value may span lines. */
function lineOf(text: string, key: string): { readonly start: number; readonly end: number } | undefined {
  const starts: { readonly key: string; readonly start: number }[] = [];
  const source = new SourceText("", text, false);
  parseDotenv(
    source,
    () => undefined,
    new Diagnostics(),
    "SETTINGS",
    (name, start) => starts.push({ key: name, start }),
  );
  const index = starts.findLastIndex((one) => one.key === key);
  const found = starts[index];
  if (!found) return undefined;
  const next = starts[index + 1]?.start ?? text.length;
  return { start: found.start, end: endOfPair(text, found.start, next) };
}

/** The end of the pair's last line: comments between it and the next pair are not part of it. */
function endOfPair(text: string, start: number, next: number): number {
  const value = text.indexOf("=", start) + 1;
  const quote = /^\s*(['"])/.exec(text.slice(value, next))?.[1];
  let at = value;
  if (quote !== undefined) {
    at = text.indexOf(quote, value) + 1;
    while (at < next && text[at] !== quote) at += text[at] === "\\" ? 2 : 1;
  }
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}
