import type { Diagnostic } from "../diagnostic.ts";
import { textFinding } from "../text-errors.ts";
import { type SyntaxFault, tooManyValues } from "./parse.ts";

/** Longer texts would only take the other parser long: it reads a million characters in a second. */
const longest = 100_000;
/** More than this many errors of one file are the echo of the first ones. */
const most = 10;

/**
 * All syntax errors of a text that our parser refused. Loads the `yaml` package, which reads on behind an error; when
 * that finds nothing wrong, the refusal itself is the error.
 */
export async function syntaxErrors({ source, offset, reason }: SyntaxFault, area: string): Promise<Diagnostic[]> {
  const own = (): Diagnostic => {
    const params = { reason: sentence(reason), hint: hintFor(reason, source.text, offset) };
    return textFinding(area, "SYNTAX", params, source.position(offset));
  };
  // What this parser refuses for its depth would only take the other one long.
  if (
    reason.includes("maxDepth") ||
    reason.includes("null byte") ||
    reason === tooManyValues ||
    source.text.length > longest
  )
    return [own()];
  const { parseAllDocuments } = await import("yaml");
  const documents = parseAllDocuments(source.text, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const errors = Array.isArray(documents) ? documents.flatMap((document) => document.errors) : [];
  // Of one line the first error counts: the others follow from it.
  const found = new Map<number, Diagnostic>();
  for (const { message, pos } of errors) {
    const [start, end] = pos;
    const at = source.position(start, Math.min(end, lineEnd(source.text, start)));
    const params = { reason: sentence(message), hint: hintFor(message, source.text, start) };
    if (!found.has(at.line)) found.set(at.line, textFinding(area, "SYNTAX", params, at));
    if (found.size === most) break;
  }
  return found.size > 0 ? [...found.values()] : [own()];
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function sentence(message: string): string {
  const text = (message.split("\n", 1)[0] ?? "").replace(/[.:]$/, "");
  if (text.includes("maxDepth")) return "values nest deeper than 100 levels";
  if (text.includes("null byte")) return "there is a NUL byte in it";
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What a person most likely has to change. */
function hintFor(message: string, text: string, offset: number): string | undefined {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const line = text.slice(start, lineEnd(text, offset));
  if (/\btabs?\b/i.test(message) || /^\s*\t/.test(line)) return "indent with spaces: YAML takes no tabs";
  if (/maxDepth/.test(message)) return "check that this is the file you meant";
  if (message === tooManyValues) return "check that this is the file you meant";
  if (/null byte/.test(message)) return "this is no text file: check the path, or save it as UTF-8";
  if (/^\s*[\w.-]+:[^\s/:]/.test(line)) return "put a space behind the colon: `key: value`";
  if (/cannot start with|empty string/.test(message))
    return "put the value in quotes: it begins with a sign that YAML keeps for itself";
  if (/at node end/.test(message)) return "put the whole value in quotes, or align this line with its siblings";
  if (/quote/i.test(message)) return "close the quotes that were opened";
  if (/nested mappings|compact mapping/i.test(message)) return "put the value in quotes when it holds `: `";
  if (/flow|\]|\}/i.test(message)) return "close the bracket or brace that was opened";
  if (/indent|implicit|same column|key/i.test(message)) {
    return "align this line with its siblings, and end every key with a colon and a space";
  }
  return undefined;
}
