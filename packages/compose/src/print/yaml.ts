/**
 * Plain data (mappings as `Map`s) as YAML in the style of go-yaml, which `docker compose config` prints with: `width` spaces, lists indented, texts
 * without quotes where nothing else could be read out of them, several lines as a literal block.
 */
export function toYaml(value: unknown, width = 2): string {
  const lines: string[] = [];
  if (isCollection(value)) write(value, { indent: "", first: "", step: " ".repeat(width) }, lines);
  else lines.push(inline(value, ""));
  return `${lines.join("\n")}\n`;
}

type Collection = readonly unknown[] | ReadonlyMap<string, unknown>;

interface Place {
  readonly indent: string;
  /** Stands before the first line instead of the indentation: `- `. */
  readonly first: string;
  /** What is added for each level. */
  readonly step: string;
}

function write(value: Collection, { indent, first, step }: Place, lines: string[]): void {
  let lead = first === "" ? indent : first;
  const inner = `${indent}${step}`;
  for (const [key, child] of pairsOf(value)) {
    const item = Array.isArray(value);
    const head = item ? "-" : `${quoted(key)}:`;
    if (!isCollection(child) || isEmptyCollection(child)) lines.push(`${lead}${head} ${inline(child, indent)}`);
    else if (item) write(child, { indent: inner, first: `${lead}-${step.slice(1)}`, step }, lines);
    else {
      lines.push(`${lead}${head}`);
      write(child, { indent: inner, first: "", step }, lines);
    }
    lead = indent;
  }
}

function pairsOf(value: Collection): Iterable<readonly [string, unknown]> {
  return value instanceof Map ? value : (value as readonly unknown[]).map((item) => ["-", item] as const);
}

function isCollection(value: unknown): value is Collection {
  return typeof value === "object" && value !== null;
}

function isEmptyCollection(value: Collection): boolean {
  return Array.isArray(value) ? value.length === 0 : (value as ReadonlyMap<string, unknown>).size === 0;
}

function inline(value: unknown, indent: string): string {
  if (typeof value === "string") return value.includes("\n") ? block(value, indent) : quoted(value);
  if (isCollection(value)) return Array.isArray(value) ? "[]" : "{}";
  return String(value);
}

/** A text of several lines: a literal block, or in double quotes where a block would lose something. */
function block(text: string, indent: string): string {
  if (/ \n| $|[^\P{Cc}\t\n]|\uFEFF/u.test(text)) return doubleQuoted(text);
  const hint = /^[ \n]/.test(text) ? "2" : "";
  const chomp = !text.endsWith("\n") ? "-" : /(^|\n)\n$/.test(text) ? "+" : "";
  const body = text.replace(/\n$/, "").split("\n");
  return `|${hint}${chomp}\n${body.map((line) => (line === "" ? "" : `${indent}  ${line}`)).join("\n")}`;
}

/** What YAML 1.1 or 1.2 readers take for something else than a text. */
const ambiguous =
  /^(?:|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|<<|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+)|[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)?)$/;
const unprintable = /[\p{Cc}\uFEFF\u2028\u2029]/u;
/** What ends a plain text too early or begins something else. */
const notPlain = /^[#,[\]{}&*!|>'"%@`]|^[-?:](?: |$)|^---|^\.\.\.|: |:$| #|^ | $/;

/** Cheap first look: only texts that begin so can be taken for something else. */
const suspicious = /^(?:$|[-+.\d~<nNyYtTfFoO])/;

function quoted(text: string): string {
  if ((suspicious.test(text) && ambiguous.test(text)) || unprintable.test(text)) return doubleQuoted(text);
  return notPlain.test(text) ? `'${text.replaceAll("'", "''")}'` : text;
}

const escapes: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\u2028": "L",
  "\u2029": "P",
};

function doubleQuoted(text: string): string {
  const escaped = text.replace(/["\\\p{Cc}\uFEFF\u2028\u2029]/gu, (char) => {
    const code = char.charCodeAt(0).toString(16).toUpperCase();
    return `\\${escapes[char] ?? (code.length > 2 ? `u${code.padStart(4, "0")}` : `x${code.padStart(2, "0")}`)}`;
  });
  return `"${escaped}"`;
}
