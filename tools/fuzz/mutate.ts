import type { Random } from "../oracle/random.ts";

/** Pieces of YAML and of Compose files that are likely to hurt. */
const pieces = [
  "null|~|[]|{}|- x|-1|0|1e400|.inf|0x1f|018|true|yes|''|\"|'|!reset null|!override {}|!!str 1|!!int x|!!binary x|&a |*a|*missing",
  "<<: *a|? |: |:|\t|\n|\n\n|  |---\n|...\n|%YAML 1.2\n|#|[|]|{|}|,|${|${A|${A:-|$$|${A:?b}|${:}|\u0000|\uFEFF|\uD800|\u2028|€|x-a: 1",
  "__proto__: {a: 1}|constructor: 1|extends: web|include: [compose.yaml]|services: {}|services: []|name: ''|version: 3|depends_on: [web]",
].flatMap((line) => line.split("|"));

const values: readonly unknown[] = [
  ...[
    null,
    "",
    0,
    -1,
    1.5,
    2 ** 60,
    true,
    "text",
    [],
    {},
    [null],
    [[]],
    { a: null },
    ["a", "a"],
    "1",
    "-1",
    "80:80",
    "a:b:c:d",
  ],
  ...[
    "service:web",
    "${A",
    "${A:-${A}}",
    "a".repeat(5000),
    { "": "" },
    { __proto__: null, "x-a": [] },
    [{ a: [{ b: {} }] }],
    "../../..",
    "~",
    "/",
  ],
];

/** A text with one to four small changes: characters, lines, pieces. */
export function mutateText(text: string, random: Random): string {
  let changed = text;
  for (let left = 1 + random.below(4); left > 0; left--) changed = oneChange(changed, random);
  return changed;
}

function oneChange(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const length = random.below(12);
  const lines = text.split("\n");
  const line = random.below(lines.length);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + random.pick(pieces) + text.slice(at);
    case 2:
      return text.slice(0, at) + random.pick(pieces) + text.slice(at + length);
    case 3:
      return (
        text.slice(0, at) + String.fromCharCode(random.below(random.pick([128, 0x300, 0x10000]))) + text.slice(at + 1)
      );
    case 4:
      return [...lines.slice(0, line), lines[random.below(lines.length)], ...lines.slice(line)].join("\n");
    case 5:
      return lines.with(line, `${random.pick(["  ", " ", "\t", ""])}${lines[line]?.trimStart()}`).join("\n");
    default:
      return text.slice(0, at) + text.slice(at, at + 40).repeat(1 + random.below(6)) + text.slice(at);
  }
}

/** The text's values with one to three changed: replaced, renamed, removed, moved, wrapped. Undefined when it is no YAML. */
export function mutateStructure(text: string, random: Random): string | undefined {
  try {
    const root: unknown = Bun.YAML.parse(text);
    if (typeof root !== "object" || root === null) return undefined;
    for (let left = 1 + random.below(3); left > 0; left--) changeSomewhere(root, random);
    return JSON.stringify(root, undefined, 1);
  } catch {
    // No YAML, or an alias within its own anchor: JSON has no words for it.
    return undefined;
  }
}

type Holder = Record<string, unknown>;

function changeSomewhere(root: object, random: Random): void {
  const places: { readonly holder: Holder; readonly key: string }[] = [];
  const visit = (holder: object): void => {
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder: holder as Holder, key });
      if (typeof value === "object" && value !== null) visit(value);
    }
  };
  visit(root);
  if (places.length === 0) return;
  const { holder, key } = random.pick(places);
  const other = random.pick(places);
  switch (random.below(6)) {
    case 0:
      holder[key] = random.pick(values);
      break;
    case 1:
      delete holder[key];
      break;
    case 2:
      holder[random.pick(["web", "x-a", "image", "", "a b", "extends", "constructor", `${key}s`])] = holder[key];
      break;
    case 3:
      holder[key] = [holder[key], holder[key]];
      break;
    case 4:
      holder[key] = { [random.pick(["a", "file", "service", "path", key])]: holder[key] };
      break;
    default:
      holder[key] = structuredClone(other.holder[other.key]);
  }
}
