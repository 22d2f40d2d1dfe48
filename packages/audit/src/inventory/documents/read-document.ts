import type { Place } from "../../finding.ts";
import { placesIn } from "../text-place.ts";

export interface Link {
  /** As written, without its title. */
  readonly target: string;
  readonly at: Place;
  /** The offset of the target in the document. */
  readonly start: number;
}

/** A heading of either form. */
export interface Heading {
  readonly text: string;
  /** 1 to 6. */
  readonly level: number;
  readonly at: Place;
  /** The offset of its line. */
  readonly start: number;
}

/** Text between fences, or between backticks. */
export interface Code {
  readonly text: string;
  /** What stands behind the opening fence, in lower case; undefined for code within a line. */
  readonly language: string | undefined;
  /** The offset of the text in the document. */
  readonly start: number;
}

/** A document in Markdown. */
export interface Document {
  readonly path: string;
  readonly links: readonly Link[];
  readonly code: readonly Code[];
  readonly headings: readonly Heading[];
  /** The text with code and comments made blank; offsets stay. */
  readonly prose: string;
  /** The anchors that its headings and elements have. */
  readonly anchors: ReadonlySet<string>;
  /** True for what tells of other times: changelogs, plans, decisions. */
  readonly history: boolean;
  place(offset: number): Place;
}

const historic =
  /(?:^|\/)(?:CHANGELOG|CHANGES|HISTORY|NEWS|RELEASES?)[^/]*$|(?:^|\/)(?:plans?|adr|rfcs?|decisions|archive|legacy|history|changelogs?)\//i;

/** Reads links, code and anchors of a document. Source: CommonMark 0.31, sections 4.5, 6.1 and 6.3, as far as they concern these. */
export function readDocument(path: string, text: string): Document {
  const place = placesIn(path, text);
  const code: Code[] = [];
  const blank = (from: number, to: number): string => text.slice(from, to).replace(/[^\n]/g, " ");
  // Comments and code hold no links: they are made blank, so that offsets stay.
  let prose = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, " "));
  for (const match of prose.matchAll(
    /^([ \t]*(?:>[ \t]*)*)(`{3,}|~{3,})([^\n`]*)\n([\s\S]*?)(?:^[ \t>]*\2[`~]*[ \t]*$|$(?![\s\S]))/gm,
  )) {
    const start = match.index + match[0].indexOf("\n") + 1;
    code.push({
      text: match[4] ?? "",
      language:
        (match[3] ?? "")
          .trim()
          .split(/[\s{,]/)[0]
          ?.toLowerCase() ?? "",
      start,
    });
    prose =
      prose.slice(0, match.index) +
      blank(match.index, match.index + match[0].length) +
      prose.slice(match.index + match[0].length);
  }
  for (const { start, end } of indentedCode(prose)) {
    code.push({ text: text.slice(start, end), language: "", start });
    prose = prose.slice(0, start) + blank(start, end) + prose.slice(end);
  }
  for (const match of prose.matchAll(/(?<!`)(`+)(?!`)([^\n]*?[^`\n])\1(?!`)/g)) {
    const start = match.index + (match[1] ?? "").length;
    code.push({ text: match[2] ?? "", language: undefined, start });
  }
  const withoutSpans = prose.replace(/(?<!`)(`+)(?!`)([^\n]*?[^`\n])\1(?!`)/g, (span) => " ".repeat(span.length));
  const links = [
    ...withoutSpans.matchAll(/\]\(\s*(<[^>\n]+>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g),
    ...withoutSpans.matchAll(/^[ \t]{0,3}\[[^\]^\n]+\]:[ \t]*(\S+)/gm),
    ...withoutSpans.matchAll(/<(?:a|img)\s[^>]*?(?:href|src)=["']([^"'\n]+)["']/g),
  ].map((match) => {
    const start = match.index + match[0].lastIndexOf(match[1] ?? "") + (match[1]?.startsWith("<") ? 1 : 0);
    return { target: (match[1] ?? "").replace(/^<|>$/g, ""), at: place(start), start };
  });
  const headings = headingsOf(prose, place);
  const history = historic.test(path);
  return { path, links, code, headings, prose: withoutSpans, anchors: anchorsOf(prose, headings), history, place };
}

function headingsOf(prose: string, place: (offset: number) => Place): readonly Heading[] {
  const hashes = [...prose.matchAll(/^ {0,3}(#{1,6})[ \t]+([^\n]*)$/gm)].map(
    ({ index, 1: signs = "", 2: text = "" }) => ({
      text: text.replace(/[ \t]+#*[ \t]*$/, ""),
      level: signs.length,
      at: place(index),
      start: index,
    }),
  );
  const lines = [...prose.matchAll(/^([^\s>|][^\n]*)\n(=+|-{2,})[ \t]*$/gm)].map(
    ({ index, 1: text = "", 2: line = "" }) => ({
      text,
      level: line.startsWith("=") ? 1 : 2,
      at: place(index),
      start: index,
    }),
  );
  return [...hashes, ...lines].toSorted((a, b) => a.start - b.start);
}

/** Anchors as GitHub makes them: lower case, without punctuation, spaces as `-`, `-1` behind the second of a name. */
function anchorsOf(prose: string, headings: readonly Heading[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  const counts = new Map<string, number>();
  for (const { text: raw } of headings) {
    const explicit = /\{#([\w-]+)\}\s*$/.exec(raw)?.[1];
    const words = raw.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/<[^>]+>/g, "");
    const slug =
      explicit ??
      words
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
        .replaceAll(" ", "-");
    const before = counts.get(slug) ?? 0;
    counts.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  }
  for (const [, id = ""] of prose.matchAll(/\b(?:id|name)=["']([^"'\s]+)["']/g)) anchors.add(id);
  return anchors;
}

/** True for Markdown. */
export function isDocumentName(path: string): boolean {
  return /\.(?:md|mdx|markdown)$/i.test(path);
}

/** Blocks of lines that begin with four blanks, behind an empty line and outside lists. */
function indentedCode(prose: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { readonly start: number; readonly end: number }[] = [];
  let inList = false;
  let open: number | undefined;
  let last = 0;
  let at = 0;
  let isBlank = true;
  for (const line of prose.split("\n")) {
    const isIndented = /^(?: {4}|\t)\s*\S/.test(line);
    if (open === undefined && isIndented && isBlank && !inList) open = at;
    else if (open !== undefined && !isIndented && line.trim() !== "") {
      found.push({ start: open, end: last });
      open = undefined;
    }
    if (open !== undefined && isIndented) last = at + line.length;
    isBlank = line.trim() === "";
    if (!isBlank && open === undefined) inList = /^\s*(?:[-*+]|\d+[.)])\s/.test(line) || (inList && /^\s/.test(line));
    at += line.length + 1;
  }
  if (open !== undefined) found.push({ start: open, end: last });
  return found;
}
