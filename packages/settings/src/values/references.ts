import { scan } from "@slipway/core";

/** The settings that a template names, also those in defaults: `${HOST:-${OTHER}}`. */
export function referencesOf(template: string): readonly string[] {
  return scan(template).flatMap((part) =>
    typeof part === "string" || part.kind === "invalid" ? [] : [part.name, ...referencesOf(part.operand)],
  );
}

/** True when a template holds a `${` that is no variable. */
export function hasInvalidPart(template: string): boolean {
  return scan(template).some((part) => typeof part !== "string" && part.kind === "invalid");
}
