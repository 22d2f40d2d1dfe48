/** A new id: sortable by the time it was made (UUID 7). Two of one process in one millisecond keep their order. */
export function newId(at: number): string {
  return Bun.randomUUIDv7("hex", at);
}

/** True for the text of an id; everything else is known to name nothing without asking. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
