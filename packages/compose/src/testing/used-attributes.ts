import { Diagnostics, parseYaml, SourceText, toValue } from "@slipway/core";
import { composeFile } from "../schema/compose-file.ts";

/** The part of a JSON Schema that says what stands where. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

const root = composeFile as unknown as Schema;

/** Every attribute that the schema knows, as `services.ports.target`: names and places in lists are left out. */
export function knownAttributes(): readonly string[] {
  const found = new Set<string>();
  const visit = (schema: Schema, at: readonly string[]): void => {
    if (at.length > 0) found.add(at.join("."));
    for (const [key, part] of Object.entries(schema.properties ?? {})) visit(part, [...at, key]);
    if (typeof schema.additionalProperties === "object") visit(schema.additionalProperties, at);
    if (schema.items) visit(schema.items, at);
  };
  visit(root, []);
  return [...found].sort();
}

/** The attributes that a text uses; none when it is no YAML. */
export function usedAttributes(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown, schema: Schema, at: readonly string[]): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      const known = Array.isArray(value) ? undefined : schema.properties?.[key];
      if (known) {
        const path = [...at, key];
        found.add(path.join("."));
        visit(item, known, path);
      } else if (Array.isArray(value)) visit(item, schema.items ?? {}, at);
      else if (typeof schema.additionalProperties === "object") visit(item, schema.additionalProperties, at);
    }
  };
  const parsed = parseYaml(new SourceText("", text, false), new Diagnostics(), "COMPOSE");
  if ("documents" in parsed) for (const document of parsed.documents) visit(toValue(document), root, []);
  return found;
}
