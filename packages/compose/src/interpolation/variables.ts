import { scan } from "@slipway/core";

/** A variable that a project uses. */
export interface Variable {
  readonly name: string;
  /** What stands behind `:-` or `-`, as it was written. */
  readonly defaultValue: string;
  /** What stands behind `:+` or `+`. */
  readonly presenceValue: string;
  /** True when it is written with `?` somewhere. */
  readonly required: boolean;
}

/**
 * The variables in all texts of a value, by name: of one that is used twice the first default counts. Variables within
 * defaults count too. Source: compose-go `template.ExtractVariables`.
 */
export function variablesOf(value: unknown): ReadonlyMap<string, Variable> {
  const found = new Map<string, Variable>();
  const visitText = (text: string): void => {
    for (const part of scan(text)) {
      if (typeof part === "string" || part.kind === "invalid") continue;
      const { name, operator, operand } = part;
      const before = found.get(name);
      const isDefault = operator.endsWith("-");
      const isPresence = operator.endsWith("+");
      found.set(name, {
        name,
        defaultValue: before?.defaultValue || (isDefault ? operand : ""),
        presenceValue: before?.presenceValue || (isPresence ? operand : ""),
        required: (before?.required ?? false) || operator.endsWith("?"),
      });
      if (isDefault || isPresence) visitText(operand);
    }
  };
  const visit = (value: unknown): void => {
    if (typeof value === "string") visitText(value);
    else if (typeof value === "object" && value !== null) for (const child of Object.values(value)) visit(child);
  };
  visit(value);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
