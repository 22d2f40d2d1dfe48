const names: Readonly<Record<string, string>> = {
  array: "a list",
  object: "a mapping",
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "nothing",
};

/** What a value is, for people: `a list`, `a mapping`, `a string`. */
export function typeName(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  return names[typeof value] ?? typeof value;
}

/** What is expected, for people: `a string or a list`. A text that only stands for a number or a truth value is not named. */
export function describeTypes(types: readonly string[]): string {
  const isNumber = types.includes("integer") || types.includes("number");
  // Text, number and truth value together: any single value, so the text counts.
  const standsFor = isNumber !== types.includes("boolean");
  const spoken = types.filter((type) => type !== "null" && !(type === "string" && standsFor));
  const words = [...new Set(spoken.length > 0 ? spoken : types)].map((type) => names[type] ?? type);
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
