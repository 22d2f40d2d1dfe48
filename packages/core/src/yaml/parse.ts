import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from "js-yaml";
import type { Diagnostics } from "../diagnostic.ts";
import { didYouMean } from "../nearest.ts";
import type { SourceText } from "../position.ts";
import { textFinding } from "../text-errors.ts";
import { type MergeSource, mappingNode } from "./mapping.ts";
import { type Node, type Origin, positionOf, type ScalarNode } from "./node.ts";
import { plainValue, taggedValue } from "./scalar.ts";

/** How many nodes aliases may repeat in one file. `&a [*b,*b,…]` nine times over would stand for a billion. */
const aliasLimit = 100_000;
/** How deep collections may nest. Real files stay under 20; the passes recurse. */
const depthLimit = 100;

/** How many values, with the ends of mappings and lists, one file may hold: a tree of more takes a gigabyte. */
const valueLimit = 500_000;

/** The reason for which a file with too many values is refused. */
export const tooManyValues = `it holds more than ${valueLimit} values`;

/** Where and why a text stopped being YAML. */
export interface SyntaxFault {
  readonly source: SourceText;
  readonly offset: number;
  readonly reason: string;
}

/** The documents of a text, or where it stops being YAML. */
export type Parsed = { readonly documents: readonly Node[] } | { readonly fault: SyntaxFault };

/**
 * The documents of a YAML text as trees that know their places. Aliases and merge keys (`<<`) are resolved; `!reset`
 * and `!override` stay as tags. Duplicate keys, keys that are no text, unknown anchors and aliases without end are
 * reported to `diagnostics`, with codes of the `area` (`COMPOSE`).
 * Source: YAML 1.2.2; scalars as {@link plainValue} says.
 */
export function parseYaml(source: SourceText, diagnostics: Diagnostics, area: string): Parsed {
  try {
    const events = parseEvents(source.text, { filename: source.file, maxDepth: depthLimit });
    if (events.length > valueLimit) return { fault: { source, offset: 0, reason: tooManyValues } };
    return { documents: new TreeBuilder(source, events, diagnostics, area).documents() };
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    return { fault: { source, offset: cause.mark?.position ?? 0, reason: cause.reason } };
  }
}

/** What an anchor stands for; `size` is undefined while its node is still being read. */
interface Anchor {
  node?: Node;
  size: number;
}

class TreeBuilder {
  readonly #source: SourceText;
  readonly #events: readonly Event[];
  readonly #diagnostics: Diagnostics;
  readonly #area: string;
  #anchors = new Map<string, Anchor>();
  #next = 0;
  /** Behind the last scalar that was read: where an empty value or the end of a collection stands. */
  #behind = 0;
  #size = 0;
  #repeated = 0;

  constructor(source: SourceText, events: readonly Event[], diagnostics: Diagnostics, area: string) {
    this.#source = source;
    this.#events = events;
    this.#diagnostics = diagnostics;
    this.#area = area;
  }

  documents(): Node[] {
    const documents: Node[] = [];
    while (this.#next < this.#events.length) {
      this.#next++;
      this.#anchors = new Map();
      if (!this.#atPop()) documents.push(this.#node());
      this.#next++;
    }
    return documents;
  }

  #atPop(): boolean {
    return this.#events[this.#next]?.type === EVENT_ID.POP;
  }

  #node(): Node {
    const event = this.#events[this.#next++] as Exclude<Event, { type: 1 | 6 }>;
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event.anchorStart, event.anchorEnd);
    const anchor: Anchor | undefined = event.anchorStart === -1 ? undefined : { size: this.#size };
    if (anchor) this.#anchors.set(this.#source.text.slice(event.anchorStart, event.anchorEnd), anchor);
    const tag = event.tagStart === -1 ? undefined : tagName(this.#source.text.slice(event.tagStart, event.tagEnd));
    if (tag !== undefined) this.#behind = Math.max(this.#behind, event.tagEnd);
    this.#size++;
    const node =
      event.type === EVENT_ID.SCALAR
        ? this.#scalar(event, tag)
        : event.type === EVENT_ID.SEQUENCE
          ? this.#sequence(event.start, ownTag(tag))
          : this.#mapping(event.start, ownTag(tag));
    if (anchor) {
      anchor.node = node;
      anchor.size = this.#size - anchor.size;
    }
    return node;
  }

  #scalar(event: ScalarEvent, tag: string | undefined): ScalarNode {
    const empty = event.valueStart === -1;
    const origin = this.#origin(empty ? this.#behind : event.valueStart, empty ? this.#behind : event.valueEnd);
    if (!empty) this.#behind = event.valueEnd;
    const text = empty ? "" : getScalarValue(this.#source.text, event);
    const plain = event.style === SCALAR_STYLE.PLAIN;
    if (tag === undefined) return { kind: "scalar", value: plain ? plainValue(text) : text, plain, origin };
    if (ownTag(tag)) return { kind: "scalar", value: plain ? plainValue(text) : text, plain, tag, origin };
    const value = taggedValue(tag, text);
    if (value === undefined) {
      this.#diagnostics.add(textFinding(this.#area, "BAD_TAG", { tag, text }, positionOf(origin)));
    }
    return {
      kind: "scalar",
      value: value ?? null,
      plain: false,
      ...(value === undefined ? { fault: "out" } : {}),
      origin,
    };
  }

  #sequence(start: number, tag: string | undefined): Node {
    const items: Node[] = [];
    while (!this.#atPop()) items.push(this.#node());
    this.#next++;
    return {
      kind: "sequence",
      items,
      ...(tag ? { tag } : {}),
      origin: this.#origin(start, Math.max(start, this.#behind)),
    };
  }

  #mapping(start: number, tag: string | undefined): Node {
    const pairs: { key: ScalarNode; value: Node }[] = [];
    const merges: MergeSource[] = [];
    while (!this.#atPop()) {
      const key = this.#node();
      const value = this.#node();
      if (key.kind !== "scalar") {
        this.#diagnostics.add(
          textFinding(this.#area, "KEY_NOT_TEXT", { key: `a ${key.kind}` }, positionOf(key.origin)),
        );
      } else if (key.plain && key.value === "<<") merges.push({ key, value });
      else pairs.push({ key, value });
    }
    this.#next++;
    const origin = this.#origin(start, Math.max(start, this.#behind));
    return mappingNode(pairs, merges, tag, origin, this.#diagnostics, this.#area);
  }

  #alias(start: number, end: number): Node {
    const name = this.#source.text.slice(start, end);
    this.#behind = end;
    const origin = this.#origin(start - 1, end);
    const anchor = this.#anchors.get(name);
    const missing: Node = { kind: "scalar", value: null, plain: true, fault: "out", origin };
    if (!anchor) {
      const hint = this.#diagnostics.full ? undefined : didYouMean(name, this.#anchors.keys());
      this.#diagnostics.add(textFinding(this.#area, "UNKNOWN_ANCHOR", { name, hint }, positionOf(origin)));
      return missing;
    }
    if (!anchor.node) {
      this.#diagnostics.add(textFinding(this.#area, "ALIAS_CYCLE", { name }, positionOf(origin)));
      return missing;
    }
    this.#size += anchor.size;
    this.#repeated += anchor.size;
    if (this.#repeated <= aliasLimit) return anchor.node;
    this.#diagnostics.add(textFinding(this.#area, "TOO_MANY_ALIASES", { limit: aliasLimit }, positionOf(origin)));
    this.#size -= anchor.size;
    this.#repeated = aliasLimit;
    return missing;
  }

  #origin(start: number, end: number): Origin {
    return { source: this.#source, start, end };
  }
}

const yamlPrefix = "tag:yaml.org,2002:";

/** `!reset`, `!!str`: the short form of a tag, however it was written. */
function tagName(raw: string): string {
  const verbatim = raw.startsWith("!<") ? raw.slice(2, -1) : raw;
  return verbatim.startsWith(yamlPrefix) ? `!!${verbatim.slice(yamlPrefix.length)}` : verbatim;
}

/** The tag when it means something to Compose. */
function ownTag(tag: string | undefined): string | undefined {
  return tag === "!reset" || tag === "!override" ? tag : undefined;
}
