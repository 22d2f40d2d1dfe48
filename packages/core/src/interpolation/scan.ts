/** What follows the name in `${NAME…}`; empty for `$NAME` and `${NAME}`. */
export type Operator = "" | ":-" | "-" | ":?" | "?" | ":+" | "+";

/** A place where a variable is put in. `start` and `end` are offsets into the scanned text. */
export interface Substitution {
  readonly kind: "variable";
  readonly name: string;
  readonly operator: Operator;
  /** What stands behind the operator, not yet scanned, and where it begins. */
  readonly operand: string;
  readonly operandStart: number;
  readonly start: number;
  readonly end: number;
}

/** A `${` that no `}` closes, or that holds no variable. */
export interface Invalid {
  readonly kind: "invalid";
  readonly start: number;
  readonly end: number;
}

export type Part = string | Substitution | Invalid;

const name = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const operators: readonly Operator[] = [":-", "-", ":?", "?", ":+", "+"];

/**
 * The parts of a text with `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME?message}`, `${NAME:+other}` in it. `$$` is a
 * dollar sign, and so is a `$` that begins no name. Braces are matched, so a default may hold further `${…}`; the operator is what follows the name.
 * Source: Compose Specification, chapter "Interpolation".
 */
export function scan(text: string): Part[] {
  const parts: Part[] = [];
  let literal = 0;
  for (let at = text.indexOf("$"); at !== -1; at = text.indexOf("$", literal)) {
    if (at > literal) parts.push(text.slice(literal, at));
    if (text[at + 1] === "$") {
      parts.push("$");
      literal = at + 2;
      continue;
    }
    const part = text[at + 1] === "{" ? braced(text, at) : named(text, at);
    parts.push(part ?? "$");
    literal = part?.end ?? at + 1;
  }
  if (literal < text.length) parts.push(text.slice(literal));
  return parts;
}

function named(text: string, start: number): Substitution | undefined {
  const found = nameAt(text, start + 1);
  if (found === undefined) return undefined;
  const end = start + 1 + found.length;
  return { kind: "variable", name: found, operator: "", operand: "", operandStart: end, start, end };
}

function braced(text: string, start: number): Substitution | Invalid {
  const close = closingBrace(text, start);
  if (close === -1) return { kind: "invalid", start, end: text.length };
  const end = close + 1;
  const found = nameAt(text, start + 2);
  if (found === undefined) return { kind: "invalid", start, end };
  const after = start + 2 + found.length;
  if (after === close)
    return { kind: "variable", name: found, operator: "", operand: "", operandStart: after, start, end };
  const operator = operators.find((candidate) => text.startsWith(candidate, after));
  if (operator === undefined) return { kind: "invalid", start, end };
  const operandStart = after + operator.length;
  return {
    kind: "variable",
    name: found,
    operator,
    operand: text.slice(operandStart, close),
    operandStart,
    start,
    end,
  };
}

function nameAt(text: string, at: number): string | undefined {
  name.lastIndex = at;
  return name.exec(text)?.[0];
}

/** The `}` that closes the `${` at `start`; only `${` opens a pair. */
function closingBrace(text: string, start: number): number {
  let open = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "}") {
      if (--open === 0) return at;
    } else if (text[at] === "$" && text[at + 1] === "{") {
      open++;
      at++;
    }
  }
  return -1;
}
