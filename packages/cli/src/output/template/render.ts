import { nearest } from "@slipway/core";
import { renderTable } from "../table.ts";
import { bad, type Node, type Operand, type Pipeline, parseTemplate } from "./parse.ts";

/**
 * What a `--format` with a template prints: a line for each object. After the word `table` the fields that tabs separate become
 * columns under headings; `headings` are those that differ from the field's own name. `\t` and `\n` may be written out.
 * Source: docker/cli, `formatter/formatter.go`; the objects are those of `--format json`.
 *
 * @throws CLI_BAD_TEMPLATE for what is no template, a field that the objects do not have, an unknown function
 */
export function renderTemplate(
  template: string,
  objects: readonly object[],
  headings: Readonly<Record<string, string>> = {},
): string {
  const [, table, rest = ""] = /^(table\s+)?(.*)$/s.exec(template) ?? [];
  const nodes = parseTemplate(rest.replaceAll("\\t", "\t").replaceAll("\\n", "\n"));
  const lines = objects.map((object) => render(nodes, object, template));
  if (table === undefined) return lines.map((line) => `${line}\n`).join("");
  const titles = nodes.map((node) => (node.kind === "text" ? node.text : headingOf(node, headings))).join("");
  return renderTable(
    titles.split("\t"),
    lines.map((line) => line.split("\t")),
  );
}

function headingOf(node: Exclude<Node, { kind: "text" }>, headings: Readonly<Record<string, string>>): string {
  const operands = node.calls.flatMap((call) => call.operands);
  const field = operands.find((operand) => operand.kind === "path")?.path[0] ?? "";
  return headings[field] ?? field.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toUpperCase();
}

function render(nodes: readonly Node[], dot: unknown, template: string): string {
  return nodes
    .map((node) => {
      if (node.kind === "text") return node.text;
      const value = evaluate(node.calls, dot, template);
      if (node.kind === "print") return textOf(value);
      if (node.kind === "if") return render(isTrue(value) ? node.body : node.otherwise, dot, template);
      if (node.kind === "with" && isTrue(value)) return render(node.body, value, template);
      const items = node.kind === "range" ? itemsOf(value) : [];
      if (items.length === 0) return render(node.otherwise, dot, template);
      return items.map((item) => render(node.body, item, template)).join("");
    })
    .join("");
}

function evaluate(calls: Pipeline, dot: unknown, template: string): unknown {
  let value: unknown;
  for (const [at, { name, operands }] of calls.entries()) {
    const given = operands.map((operand) => operandOf(operand, dot, template));
    const all = at === 0 ? given : [...given, value];
    // `.Label "name"`: the one field that takes an operand.
    if (name === undefined && isPath(operands[0], "Label") && all.length > 1) value = labelOf(dot, String(all[1]));
    else if (name === undefined && all.length === 1) [value] = all;
    else value = call(name ?? "", all, template);
  }
  return value;
}

function isPath(operand: Operand | undefined, field: string): boolean {
  return operand?.kind === "path" && operand.path.length === 1 && operand.path[0] === field;
}

function labelOf(dot: unknown, name: string): string {
  const { Labels: labels = "" } = dot as { readonly Labels?: string };
  const found = labels.split(",").find((label) => label.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? "";
}

function operandOf(operand: Operand, dot: unknown, template: string): unknown {
  if (operand.kind === "pipeline") return evaluate(operand.calls, dot, template);
  if (operand.kind !== "path") return operand.value;
  return operand.path.reduce<unknown>((value, key) => {
    const fields = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
    if (key in fields) return fields[key];
    if (key === "Label" && "Labels" in fields) return "";
    const known = Object.keys(fields);
    const near = nearest(key, known);
    throw bad(
      template,
      `there is no field .${key}${near ? `; did you mean .${near}?` : `, only ${known.map((one) => `.${one}`).join(" ")}`}`,
    );
  }, dot);
}

const functions: Readonly<Record<string, (...values: readonly never[]) => unknown>> = {
  json: (value: unknown) => JSON.stringify(value),
  upper: (value: unknown) => textOf(value).toUpperCase(),
  lower: (value: unknown) => textOf(value).toLowerCase(),
  title: (value: unknown) => textOf(value).replace(/\b\w/g, (letter) => letter.toUpperCase()),
  join: (list: unknown, separator: unknown) => itemsOf(list).map(textOf).join(textOf(separator)),
  split: (value: unknown, separator: unknown) => textOf(value).split(textOf(separator)),
  truncate: (value: unknown, length: unknown) => textOf(value).slice(0, Number(length)),
  pad: (value: unknown, before: unknown, after: unknown) =>
    `${" ".repeat(Number(before))}${textOf(value)}${" ".repeat(Number(after))}`,
  len: (value: unknown) => (typeof value === "string" ? value.length : itemsOf(value).length),
  index: (list: unknown, key: unknown) => (list as Record<string, unknown>)[textOf(key)],
  println: (...values: readonly unknown[]) => `${values.map(textOf).join(" ")}\n`,
  print: (...values: readonly unknown[]) => values.map(textOf).join(""),
  eq: (a: unknown, b: unknown) => a === b || textOf(a) === textOf(b),
  ne: (a: unknown, b: unknown) => textOf(a) !== textOf(b),
  not: (value: unknown) => !isTrue(value),
  and: (a: unknown, b: unknown) => (isTrue(a) ? b : a),
  or: (a: unknown, b: unknown) => (isTrue(a) ? a : b),
};

function call(name: string, values: readonly unknown[], template: string): unknown {
  const known = Object.keys(functions);
  const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!run) {
    const near = nearest(name, known);
    throw bad(
      template,
      `there is no function ${name}${near ? `; did you mean ${near}?` : `, only ${known.join(", ")}`}`,
    );
  }
  return run(...(values as readonly never[]));
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** As Go prints a value. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(" ")}]`;
  if (value === undefined || value === null) return "<no value>";
  return typeof value === "object" ? `{${Object.values(value).map(textOf).join(" ")}}` : String(value);
}
