import { cliErrors } from "../../errors.ts";

export type Operand =
  | { readonly kind: "path"; readonly path: readonly string[] }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "pipeline"; readonly calls: Pipeline };

/** One command of a pipeline: a function with its operands, or an operand alone. */
export interface Command {
  readonly name?: string;
  readonly operands: readonly Operand[];
}

export type Pipeline = readonly Command[];

export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print"; readonly calls: Pipeline }
  | {
      readonly kind: "if" | "range" | "with";
      readonly calls: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

type Open = {
  readonly kind: "if" | "range" | "with";
  readonly calls: Pipeline;
  readonly body: Node[];
  otherwise?: Node[];
};

/**
 * Reads the part of Go's template language that formats use: fields, functions, pipelines, `if`, `range`, `with`.
 * Source: Go, `text/template`. @throws CLI_BAD_TEMPLATE
 */
export function parseTemplate(template: string): readonly Node[] {
  const root: Node[] = [];
  const open: Open[] = [];
  const add = (node: Node): void => {
    const block = open.at(-1);
    (block ? (block.otherwise ?? block.body) : root).push(node);
  };
  // A `-` within the braces takes the white space beside them away.
  const parts = template
    .replace(/\s*\{\{- /g, "{{")
    .replace(/ -\}\}\s*/g, "}}")
    .split(/(\{\{(?:"(?:\\.|[^"\\])*"|`[^`]*`|[^}])*\}\})/);
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 0) {
      if (part.includes("{{")) throw bad(template, "a `{{` is not closed");
      if (part !== "") add({ kind: "text", text: part });
      continue;
    }
    const action = part.slice(2, -2).trim();
    const [, word = "", rest = ""] = /^(if|range|with|else|end)\b(.*)$/s.exec(action) ?? [];
    if (action.startsWith("/*")) continue;
    if (word === "") add({ kind: "print", calls: parsePipeline(action, template) });
    else if (word === "if" || word === "range" || word === "with")
      open.push({ kind: word, calls: parsePipeline(rest, template), body: [] });
    else {
      const block = open.at(-1);
      if (!block || (word === "else" && block.otherwise)) throw bad(template, `an \`${word}\` too many`);
      if (word === "else") {
        if (rest.trim() !== "") throw bad(template, "`else if` is not known; put the `if` into the `else`");
        block.otherwise = [];
      } else {
        open.pop();
        add({ ...block, otherwise: block.otherwise ?? [] });
      }
    }
  }
  if (open.length > 0) throw bad(template, `an \`${open.at(-1)?.kind}\` has no \`end\``);
  return root;
}

export function bad(template: string, why: string): Error {
  return cliErrors.error("CLI_BAD_TEMPLATE", { template, why });
}

const token = /\s*(?:("(?:\\.|[^"\\])*")|`([^`]*)`|(-?\d+(?:\.\d+)?)|(\.[\w.]*)|([a-z]\w*)|([|()]))/sy;

function parsePipeline(text: string, template: string): Pipeline {
  token.lastIndex = 0;
  const calls = readPipeline(text, template, false);
  if (token.lastIndex < text.trimEnd().length) throw bad(template, `\`${text.trim()}\` is not understood`);
  return calls;
}

/** From the place where the token's expression stands; `nested`: up to a closing parenthesis. */
function readPipeline(text: string, template: string, nested: boolean): Pipeline {
  const calls: { name?: string; operands: Operand[] }[] = [{ operands: [] }];
  for (;;) {
    const before = token.lastIndex;
    const [whole, quoted, raw, number, path, name, sign] = token.exec(text) ?? [];
    const call = calls.at(-1);
    if (whole === undefined || !call) {
      token.lastIndex = before;
      break;
    }
    if (sign === ")") {
      if (!nested) token.lastIndex = before;
      break;
    }
    if (sign === "|") calls.push({ operands: [] });
    else if (sign === "(") call.operands.push({ kind: "pipeline", calls: readPipeline(text, template, true) });
    else if (quoted !== undefined) call.operands.push({ kind: "text", value: JSON.parse(quoted) as string });
    else if (raw !== undefined) call.operands.push({ kind: "text", value: raw });
    else if (number !== undefined) call.operands.push({ kind: "number", value: Number(number) });
    else if (path !== undefined)
      call.operands.push({ kind: "path", path: path.split(".").filter((key) => key !== "") });
    else if (name !== undefined && call.name === undefined && call.operands.length === 0) call.name = name;
    else throw bad(template, `\`${text.trim()}\` is not understood`);
  }
  if (calls.some(({ name, operands }) => name === undefined && operands.length === 0))
    throw bad(template, "an action is empty");
  return calls;
}
