/** A test that failed at its last attempt. */
interface Failure {
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** What was thrown, with its stack. */
  readonly text: string;
}

interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
}

/** What the report says that `bun test --reporter=junit` wrote; nothing at all when there is none. */
export async function readJunit(path: string): Promise<Report> {
  const file = Bun.file(path);
  return (await file.exists()) ? parseJunit(await file.text()) : { passed: 0, failed: 0, failures: [] };
}

export function parseJunit(xml: string): Report {
  const head = /<testsuites [^>]*>/.exec(xml)?.[0] ?? "";
  const count = (name: string): number => Number(attribute(head, name) || 0);
  const failed = count("failures") + count("errors");
  const cases = xml.matchAll(/(<testcase [^>]*[^/]>)\s*<(?:failure|error)\b([^>]*)>([^<]*)</g);
  const failures = [...cases].map(([, test = "", attributes = "", text = ""]) => ({
    title: attribute(test, "name"),
    file: attribute(test, "file"),
    line: Number(attribute(test, "line")),
    text: unescaped(text).trim() || attribute(attributes, "message"),
  }));
  return { passed: count("tests") - failed - count("skipped"), failed, failures };
}

/** So many lines of a failure are shown: the first ones, and more of the last, where a story ends. */
const shown = { first: 5, last: 40 };

/** The failures as lines to read. */
export function tellFailures(failures: readonly Failure[]): string[] {
  return failures.flatMap(({ title, file, line, text }) => {
    const lines = text.split("\n");
    const left = lines.length - shown.first - shown.last;
    const told = left > 0 ? [...lines.slice(0, shown.first), `… ${left} lines …`, ...lines.slice(-shown.last)] : lines;
    return ["", `✗ ${title}`, `  ${file}:${line}`, ...told.map((one) => `  ${one}`)];
  });
}

function attribute(tag: string, name: string): string {
  return unescaped(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name = "") =>
    code === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
