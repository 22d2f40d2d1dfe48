import type { Note } from "../packages/compose/src/schema/notes.ts";
import { below, type Place, type SchemaPart } from "./schema-tree.ts";

/** What the schema of a file does not say of itself. */
export interface EditorSchema {
  readonly title: string;
  /** Parts that get a name of their own under `definitions`, by the path of their first use. */
  readonly titles: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<string, Note>>;
  /** Whether a variable may stand where only certain texts are allowed. */
  readonly variables: boolean;
}

/** Editors see files before interpolation: where only certain texts are allowed, a variable may stand too. */
const variable = { type: "string", pattern: "\\$[{_a-zA-Z]" };

/**
 * The schema that editors complete and check files with, as JSON text: ours, with titles, examples and
 * definitions, in the draft that editors know best.
 */
export function generate(schema: unknown, { title: name, titles, notes, variables }: EditorSchema): string {
  const definitions: Record<string, unknown> = {};
  const written = (place: Place): unknown => {
    const title = titles[place.path];
    const made = part(place);
    if (title === undefined) return made;
    definitions[title] = { title: title.charAt(0).toUpperCase() + title.slice(1), ...made };
    return { $ref: `#/definitions/${title}` };
  };
  const part = (place: Place): object => {
    const { enum: words, pattern, properties, items, additionalProperties: free, ...rest } = place.part;
    const inner = new Map(below(place).map((one) => [one.path, one]));
    const at = (path: string): unknown => {
      const found = inner.get(path);
      return found ? written(found) : {};
    };
    const join = (step: string): string => (place.path === "" ? step : `${place.path}.${step}`);
    const texts = words ?? pattern;
    const own = words ? { enum: words } : { pattern };
    const { examples } = notes[place.path] ?? {};
    return {
      ...rest,
      ...(texts === undefined ? {} : variables ? { anyOf: [own, variable] } : own),
      ...(properties
        ? { properties: Object.fromEntries(Object.keys(properties).map((name) => [name, at(join(name))])) }
        : {}),
      ...(items ? { items: at(`${place.path}[]`) } : {}),
      ...(free === undefined ? {} : { additionalProperties: free === false ? false : at(join("*")) }),
      ...(examples ? { examples } : {}),
    };
  };
  const root = part({ path: "", part: JSON.parse(JSON.stringify(schema)) as SchemaPart });
  return `${JSON.stringify(
    { $schema: "http://json-schema.org/draft-07/schema#", title: name, ...root, definitions },
    undefined,
    2,
  )}\n`;
}
