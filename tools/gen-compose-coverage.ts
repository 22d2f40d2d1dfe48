import { coverageOf, type Proofs } from "../packages/compose/src/testing/coverage.ts";
import { readCases } from "../packages/compose/src/testing/read-cases.ts";
import { semantics } from "../packages/compose/src/testing/semantics.ts";

/** How many cases a line names; the rest is counted. */
const named = 6;

/** docs/compose-coverage.md: which conformance case proves which rule and which attribute. */
export function generate(): string {
  const cases = readCases();
  const { rows, attributes } = coverageOf(cases);
  const rules = semantics.map((rule, index) => `| ${index + 1} | ${rule} | ${proof(rows, String(index + 1))} |`);
  const keys = [...attributes.keys()].map((name) => `| \`${name}\` | ${proof(attributes, name)} |`);
  return `# What is proven of the Compose Specification

Made by \`npm run gen\` from the ${cases.length} projects in \`packages/compose/conformance\`, whose results docker compose 2.40 gave. A
rule or an attribute without a case fails the tests. Where Slipway differs on purpose: [compose-differences.md](compose-differences.md).

## Rules

| | What is easy to get wrong | Cases |
|---:|---|---|
${rules.join("\n")}

## Attributes

| Attribute | Cases |
|---|---|
${keys.join("\n")}
`;
}

function proof(proofs: Proofs, name: string): string {
  const cases = [...(proofs.get(name) ?? [])].sort();
  const more = cases.length > named ? ` and ${cases.length - named} more` : "";
  return `${cases.slice(0, named).join(", ")}${more}`;
}
