/** A new id: sortable by the time it was made (UUID 7). Two of one process in one millisecond keep their order. */
export function newId(at: number): string {
  return Bun.randomUUIDv7("hex", at);
}

/** True for the text of an id; everything else is known to name nothing without asking. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

/** A text that is greater than every id made before a time, and not greater than those made since. */
export function idsBefore(at: number): string {
  const time = Math.max(0, at).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-`;
}
