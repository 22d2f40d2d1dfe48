import { auditErrors } from "../errors.ts";
import type { Document } from "../inventory/documents/read-document.ts";

/** The blocks of documents that `--write-docs` keeps. */
export type BlockName = "variables" | "scenarios" | "commands";

/** How the two marks of a block are written. The first is our own; the others are those that projects have already. */
const styles = [
  { begin: (name: string) => `<!-- ${name} start -->`, end: (name: string) => `<!-- ${name} end -->` },
  { begin: (name: string) => `<!-- ${name}:start -->`, end: (name: string) => `<!-- ${name}:end -->` },
  { begin: (name: string) => `<!-- BEGIN ${name} -->`, end: (name: string) => `<!-- END ${name} -->` },
  { begin: (name: string) => `<!-- ${name} -->`, end: (name: string) => `<!-- /${name} -->` },
] as const;

/** How a project marks what programs write into its documents. */
export type MarkStyle = (typeof styles)[number];

/** What tells that a project has a style: its closing marks, with any name. */
const used: readonly RegExp[] = [
  /<!--[ \t]*[\w:.-]+ end[ \t]*-->/gi,
  /<!--[ \t]*[\w.-]+(?::[\w.-]+)*[:-]end[ \t]*-->/gi,
  /<!--[ \t]*END[ _][\w:.-]+[ \t]*-->/g,
  /<!--[ \t]*\/[\w:.-]+[ \t]*-->/g,
];

/** The style that most of the marks in these texts have; our own without any. */
export function styleOf(texts: readonly string[]): MarkStyle {
  const counts = used.map((mark) => texts.reduce((sum, text) => sum + (text.match(mark)?.length ?? 0), 0));
  return styles[counts.indexOf(Math.max(...counts))] ?? styles[0];
}

/** Where the text between the marks of a block stands. */
export interface MarkedBlock {
  readonly start: number;
  readonly end: number;
}

/** The block of a name in a document; marks within code are examples. Throws AUDIT_BLOCK_OPEN when its end is missing. */
export function findBlock(
  { code, place }: Pick<Document, "code" | "place">,
  text: string,
  name: BlockName,
): MarkedBlock | undefined {
  const isExample = (offset: number): boolean =>
    code.some((one) => offset >= one.start && offset < one.start + one.text.length);
  const full = `slipway:${name}`;
  for (const { begin, end } of styles) {
    const first = offsetsOf(text, begin(full)).find((offset) => !isExample(offset));
    if (first === undefined) continue;
    const start = first + begin(full).length;
    const last = offsetsOf(text, end(full)).find((offset) => offset >= start && !isExample(offset));
    if (last !== undefined) return { start, end: last };
    throw auditErrors.error("AUDIT_BLOCK_OPEN", { name: full, end: end(full) }, { at: place(first) });
  }
  return undefined;
}

/** A text with what stands in a block replaced; the text itself when it is already so. */
export function withContent(text: string, { start, end }: MarkedBlock, content: string): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const own = content.replaceAll("\n", eol);
  return `${text.slice(0, start)}${eol}${own}${eol}${text.slice(end)}`;
}

/** A text with a new block of its own chapter at its end. */
export function withNewBlock(
  text: string,
  {
    name,
    title,
    content,
    style,
  }: { readonly name: BlockName; readonly title: string; readonly content: string; readonly style: MarkStyle },
): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const full = `slipway:${name}`;
  const chapter = [`## ${title}`, "", style.begin(full), content, style.end(full), ""].join("\n").replaceAll("\n", eol);
  const gap = text === "" ? "" : text.endsWith(`${eol}${eol}`) ? "" : text.endsWith(eol) ? eol : `${eol}${eol}`;
  return `${text}${gap}${chapter}`;
}

function offsetsOf(text: string, mark: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + mark.length)) found.push(at);
  return found;
}
