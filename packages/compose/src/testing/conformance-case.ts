/**
 * A small project, how it is loaded, and what docker compose makes of it. It stands in one text file:
 *
 *     # What this case shows
 *     # rows: 8 14                    rows of the table in src/testing/semantics.ts
 *     # run: -f a.yaml --profile x web   arguments, as for `config --format json`; default none
 *     # env: TAG=1                    a variable of the shell; one line for each
 *     # cwd: sub                      where the person stands, below the project's directory
 *     # eol: crlf                     the files end their lines with \r\n
 *     # differs: #section of docs/compose-differences.md that says why Slipway gives something else
 *     === compose.yaml
 *     services: …
 *     === expected                    or `=== refused`, with a message for the reader
 *     { … }
 *     === docker compose prints       or `=== docker compose refuses`; only where it differs
 *     { … }
 */
export interface ConformanceCase {
  readonly title: string;
  readonly rows: readonly number[];
  readonly run: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The section of docs/compose-differences.md; absent when both give the same. */
  readonly differs?: string;
  /** Texts by their path below the project's directory; `-` is standard input. */
  readonly files: Readonly<Record<string, string>>;
  /** What Slipway gives; absent in a case that was never recorded. */
  readonly result?: Result;
  /** What docker compose gives. */
  readonly peer?: Result;
}

/** What is printed, without the line break at the end; or why the project is refused. */
export type Result =
  | { readonly printed: string; readonly refused?: never }
  | { readonly refused: string; readonly printed?: never };

const results = {
  expected: ["result", "printed"],
  refused: ["result", "refused"],
  "docker compose prints": ["peer", "printed"],
  "docker compose refuses": ["peer", "refused"],
} as const;

/** The case that a text holds. Throws on a header that is not known: a typing error must not make a case weaker. */
export function parseCase(text: string): ConformanceCase {
  const [head = "", ...sections] = text.split(/^=== /m);
  const fields = new Map<string, string[]>();
  const [title = "", ...headers] = head.split("\n").filter((line) => line !== "");
  for (const line of headers) {
    const [, key, value = ""] = /^# (rows|run|env|cwd|eol|differs): (.*)$/.exec(line) ?? [];
    if (key === undefined) throw new Error(`no such header: ${line}`);
    fields.set(key, [...(fields.get(key) ?? []), value]);
  }
  const words = (key: string): string[] => (fields.get(key) ?? []).flatMap((line) => line.split(" ")).filter(Boolean);
  const eol = words("eol")[0] === "crlf" ? "\r\n" : "\n";
  const files: Record<string, string> = {};
  const given: { result?: Result; peer?: Result } = {};
  for (const section of sections) {
    const end = section.indexOf("\n");
    const [name, body] = [section.slice(0, end), section.slice(end + 1)];
    if (Object.hasOwn(results, name)) {
      const [who, what] = results[name as keyof typeof results];
      given[who] = { [what]: body.trimEnd() } as Result;
    } else files[name] = body.replaceAll("\n", eol);
  }
  const [differs] = words("differs");
  return {
    title: title.replace(/^# /, ""),
    rows: words("rows").map(Number),
    run: words("run"),
    env: Object.fromEntries((fields.get("env") ?? []).map(splitPair)),
    cwd: words("cwd")[0] ?? "",
    ...(differs === undefined ? {} : { differs }),
    files,
    ...given,
    ...(given.result && !given.peer ? { peer: given.result } : {}),
  };
}

/** A text of a case without results, with these results behind it. */
export function withResults(text: string, result: Result, peer: Result | undefined): string {
  const [project = ""] = text.split(/^=== (?:expected|refused|docker compose \w+)$/m);
  const section = (name: string, body: string): string => `=== ${name}\n${body}\n`;
  return [
    project.endsWith("\n") ? project : `${project}\n`,
    result.printed === undefined ? section("refused", result.refused) : section("expected", result.printed),
    ...(peer === undefined
      ? []
      : [
          peer.printed === undefined
            ? section("docker compose refuses", peer.refused)
            : section("docker compose prints", peer.printed),
        ]),
  ].join("");
}

function splitPair(pair: string): [string, string] {
  const sign = pair.indexOf("=");
  return [pair.slice(0, sign), pair.slice(sign + 1)];
}
