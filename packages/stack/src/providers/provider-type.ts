/** Whether `provider.type` may be looked up: a name, not a path, and not the program that asks. */
export function isProviderType(type: string): boolean {
  return /^[A-Za-z0-9][\w.-]*$/.test(type) && type !== "compose";
}
