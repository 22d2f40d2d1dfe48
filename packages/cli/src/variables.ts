/** Variables as given: those without a value (`-e NAME`) take it from the environment; null when it is unset there. */
export function withEnvironment(
  given: Readonly<Record<string, string | null>>,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | null> {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value ?? env[key] ?? null]));
}
