import { one, type Statements } from "./database.ts";

/** What the database was given when it was made. */
export async function identity(statements: Statements): Promise<string> {
  const row = await one<{ id: string }>(statements, "SELECT id FROM identity");
  if (!row) throw new Error("the database has lost its identity");
  return row.id;
}
