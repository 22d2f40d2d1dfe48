import { Diagnostics, type Node, parseYaml, SourceText } from "@slipway/core";

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * A YAML text in which the entry that stands at each place is blank, so that all others keep their lines. `levels` says for each
 * place how many entries further up to go. Undefined when the text is no YAML, or has no entry there.
 */
export function withoutPlaces(
  text: string,
  places: readonly { readonly line: number; readonly column: number; readonly level: number }[],
): string | undefined {
  const source = new SourceText("", text);
  const parsed = parseYaml(source, new Diagnostics(), "COMPOSE");
  const root = "fault" in parsed ? undefined : parsed.documents[0];
  if (root === undefined) return undefined;
  const lines = text.split("\n");
  let patched = text;
  for (const { line, column, level } of places) {
    const offset = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    const around = entriesAt(root, offset, text);
    const range = around[Math.max(0, around.length - 1 - level)];
    if (range === undefined) return undefined;
    const { start, end } = range;
    patched = patched.slice(0, start) + patched.slice(start, end).replace(/[^\n]/g, " ") + patched.slice(end);
  }
  return patched;
}

/** The entries of block mappings and lists around an offset, the outermost first. */
function entriesAt(node: Node, offset: number, text: string): readonly Range[] {
  if (node.kind === "scalar") return [];
  const isFlow = /[{[]/.test(text[node.origin.start] ?? "");
  const ranges =
    node.kind === "mapping"
      ? [...node.entries.values()].map(({ keyOrigin, value }) => ({
          value,
          start: keyOrigin.start,
          end: Math.max(keyOrigin.end, endOf(value, text), colonBehind(text, keyOrigin.end)),
        }))
      : node.items.map((value) => ({
          value,
          start: text.lastIndexOf("-", value.origin.start - 1),
          end: endOf(value, text),
        }));
  const own = ranges.find(({ start, end }) => start <= offset && offset <= end);
  if (own === undefined) return [];
  return [...(isFlow ? [] : [{ start: own.start, end: own.end }]), ...entriesAt(own.value, offset, text)];
}

/** The offset behind the colon of a key. */
function colonBehind(text: string, end: number): number {
  return end + (/^["']?\s*:/.exec(text.slice(end, end + 10))?.[0].length ?? 0);
}

/** The end of a value, with the bracket that closes it. */
function endOf({ kind, origin: { start, end } }: Node, text: string): number {
  if (kind === "scalar" || !/[{[]/.test(text[start] ?? "")) return end;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (/[{[]/.test(text[at] ?? "")) depth++;
    else if (/[}\]]/.test(text[at] ?? "") && --depth === 0) return at + 1;
  }
  return end;
}
