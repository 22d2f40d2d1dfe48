import { type Substitution, scan } from "./scan.ts";

/** The value of a variable, or undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

/** What an evaluation found; `start` and `end` are offsets into the evaluated text. */
export type Finding =
  | { readonly kind: "unset"; readonly name: string; readonly start: number; readonly end: number }
  | {
      readonly kind: "required";
      readonly name: string;
      readonly message: string;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: "invalid"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: "long"; readonly start: number; readonly end: number };

/** Characters of one text after its variables were put in. */
const longestText = 1024 * 1024;

/** How deep defaults may nest. */
const depthLimit = 100;

/**
 * The text with its variables put in. A variable that is not set gives an empty text and a finding, and so does a text
 * that grows beyond 1 MB; defaults and
 * messages are evaluated only when they are used.
 * Source: Compose Specification, chapter "Interpolation".
 */
export function evaluate(text: string, lookup: Lookup, report: (finding: Finding) => void): string {
  return text.includes("$") ? evaluateAt(text, 0, 0, lookup, report) : text;
}

function evaluateAt(
  text: string,
  base: number,
  depth: number,
  lookup: Lookup,
  report: (finding: Finding) => void,
): string {
  let out = "";
  for (const part of scan(text)) {
    if (out.length > longestText) break;
    if (typeof part === "string") out += part;
    else if (part.kind === "invalid" || depth > depthLimit) {
      const [start, end] = [base + part.start, base + part.end];
      report({ kind: "invalid", text: text.slice(part.start, part.end), start, end });
    } else out += valueOf(part, base, depth, lookup, report);
  }
  if (out.length <= longestText) return out;
  report({ kind: "long", start: base, end: base + text.length });
  return "";
}

function valueOf(
  part: Substitution,
  base: number,
  depth: number,
  lookup: Lookup,
  report: (finding: Finding) => void,
): string {
  const { name, operator } = part;
  const value = lookup(name);
  const given = operator.startsWith(":") ? value !== undefined && value !== "" : value !== undefined;
  const operand = (): string => evaluateAt(part.operand, base + part.operandStart, depth + 1, lookup, report);
  const place = { name, start: base + part.start, end: base + part.end };
  switch (operator) {
    case "":
      if (value === undefined) report({ kind: "unset", ...place });
      return value ?? "";
    case ":-":
    case "-":
      return given ? (value ?? "") : operand();
    case ":+":
    case "+":
      return given ? operand() : "";
    case ":?":
    case "?":
      if (!given) report({ kind: "required", message: operand(), ...place });
      return value ?? "";
  }
}
