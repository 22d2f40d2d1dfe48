import { defineRule } from "../rule.ts";

const common = "x-app: &app\n  image: shop:1.4\n  environment:\n    LOG_LEVEL: info\n";

/** What people mean to add to, not to replace. */
const merged = new Set([
  "environment",
  "volumes",
  "env_file",
  "labels",
  "depends_on",
  "networks",
  "extra_hosts",
  "secrets",
  "configs",
  "ports",
  "logging",
]);

export const dk134 = defineRule({
  id: "DK134",
  why: "A merge key of YAML takes whole values: the list or mapping of the anchor is gone, not added to.",
  bad: { "compose.yaml": `${common}services:\n  web:\n    <<: *app\n    environment:\n      PORT: "8080"\n` },
  good: {
    "compose.yaml": `x-env: &env\n  LOG_LEVEL: info\n${common.replace("    LOG_LEVEL: info\n", "    <<: *env\n")}services:\n  web:\n    <<: *app\n    environment:\n      <<: *env\n      PORT: "8080"\n`,
  },
  fix: "Give the inner value an anchor of its own and merge it there, or repeat what is to stay",
  *check({ composeFiles, text, place }) {
    for (const { path } of composeFiles) {
      const content = text(path) ?? "";
      if (!content.includes("<<:")) continue;
      const lines = linesOf(content);
      const anchors = new Map<string, ReadonlyMap<string, Line>>();
      for (const [index, line] of lines.entries()) {
        const anchor =
          /^[\w.-]+:\s*&([\w.-]+)\s*(?:#.*)?$/.exec(line.body)?.[1] ?? /^-?\s*&([\w.-]+)\s*$/.exec(line.body)?.[1];
        if (anchor !== undefined) anchors.set(anchor, childrenOf(lines, index));
        const names = /^<<:\s*(?:\[([^\]]*)\]|(\*[\w.-]+))/.exec(line.body);
        if (!names) continue;
        const siblings = siblingsOf(lines, index);
        for (const name of (names[1] ?? names[2] ?? "").split(",").map((one) => one.trim().replace(/^\*/, ""))) {
          for (const [key, there] of anchors.get(name) ?? []) {
            const own = siblings.get(key);
            if (!merged.has(key) || own === undefined || !isCollection(lines, there) || !isCollection(lines, own))
              continue;
            const inside = childrenOf(lines, lines.indexOf(own));
            if (inside.has("<<") || /\*[\w.-]+/.test(own.body)) continue;
            const kept = entriesOf(lines, own);
            if ([...entriesOf(lines, there)].every((entry) => kept.has(entry))) continue;
            yield {
              at: place(path, own.start),
              message: `${key} replaces that of the anchor &${name}, whose entries are lost`,
              evidence: [{ ...place(path, there.start), text: `${key} of &${name}` }],
            };
          }
        }
      }
    }
  },
});

interface Line {
  readonly indent: number;
  readonly body: string;
  /** The offset of the body. */
  readonly start: number;
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split("\n").flatMap((line) => {
    const indent = line.length - line.trimStart().length;
    const from = start + indent;
    start += line.length + 1;
    const body = line.trim();
    return body === "" || body.startsWith("#") ? [] : [{ indent, body, start: from }];
  });
}

/** The keys of the mapping that begins below a line. */
function childrenOf(lines: readonly Line[], index: number): ReadonlyMap<string, Line> {
  const parent = lines[index];
  const first = lines[index + 1];
  return parent && first && first.indent > parent.indent ? keysFrom(lines, index + 1, first.indent) : new Map();
}

/** The keys of the mapping that a line stands in. */
function siblingsOf(lines: readonly Line[], index: number): ReadonlyMap<string, Line> {
  const indent = lines[index]?.indent ?? 0;
  let from = index;
  while (from > 0 && (lines[from - 1]?.indent ?? 0) >= indent) from--;
  return keysFrom(lines, from, indent);
}

function keysFrom(lines: readonly Line[], from: number, indent: number): ReadonlyMap<string, Line> {
  const keys = new Map<string, Line>();
  for (let at = from; at < lines.length; at++) {
    const line = lines[at];
    if (!line || line.indent < indent) break;
    const key = /^["']?([\w.<-]+)["']?:/.exec(line.body)?.[1];
    if (line.indent === indent && key !== undefined) keys.set(key, line);
  }
  return keys;
}

/** True for a key whose value is a list or a mapping. */
function isCollection(lines: readonly Line[], line: Line): boolean {
  const value = line.body
    .replace(/^["']?[\w.-]+["']?:\s*/, "")
    .replace(/^&[\w.-]+\s*/, "")
    .replace(/\s+#.*$/, "");
  if (/^[[{]/.test(value)) return true;
  const next = lines[lines.indexOf(line) + 1];
  return (
    value === "" &&
    next !== undefined &&
    (next.indent > line.indent || (next.indent === line.indent && next.body.startsWith("- ")))
  );
}

/** What a list or a mapping holds, by its keys: `TITLE` of `- TITLE=shop` and of `TITLE: shop`. */
function entriesOf(lines: readonly Line[], line: Line): ReadonlySet<string> {
  const flow = /[[{](.*)[\]}]/.exec(line.body)?.[1];
  if (flow !== undefined) return new Set(flow.split(",").map((item) => item.trim().split(/[=:]/)[0] ?? ""));
  const from = lines.indexOf(line) + 1;
  const indent = lines[from]?.indent ?? 0;
  const entries = new Set<string>();
  for (let at = from; (lines[at]?.indent ?? -1) >= indent; at++) {
    const { indent: own, body } = lines[at] ?? line;
    if (own === indent && (indent > line.indent || body.startsWith("- ")))
      entries.add(body.replace(/^- /, "").split(/[=:]/)[0] ?? "");
    else if (own === indent) break;
  }
  return entries;
}
