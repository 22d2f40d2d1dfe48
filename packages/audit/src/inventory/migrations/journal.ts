import type { Place } from "../../finding.ts";
import type { Journal, JournalEntry } from "./migration.ts";

/** What reading a journal takes. */
export interface JournalSurroundings {
  text(path: string): string | undefined;
  place(path: string, offset: number): Place;
}

/** Drizzle's meta/_journal.json; without entries when it is no JSON. Source: drizzle-kit, `Journal` of version 5 to 7. */
export function readJournal(
  path: string,
  { text, place }: JournalSurroundings,
): { readonly journal: Journal; readonly dialect: string | undefined } {
  const content = text(path) ?? "";
  const { dialect, entries } = parse(content);
  let from = 0;
  const found = entries.flatMap((entry): JournalEntry[] => {
    const { tag, when, idx } = entry;
    if (typeof tag !== "string") return [];
    const at = content.indexOf(JSON.stringify(tag), from);
    from = at === -1 ? from : at + tag.length;
    return [
      {
        name: tag,
        at: place(path, Math.max(0, at)),
        ...(typeof when === "number" ? { when } : {}),
        ...(typeof idx === "number" ? { index: idx } : {}),
      },
    ];
  });
  return { journal: { path, entries: found }, dialect };
}

function parse(text: string): { dialect: string | undefined; entries: readonly Record<string, unknown>[] } {
  try {
    const { dialect, entries }: { dialect?: unknown; entries?: unknown } = JSON.parse(text);
    return {
      dialect: typeof dialect === "string" ? dialect : undefined,
      entries: Array.isArray(entries) ? entries.filter((entry) => typeof entry === "object" && entry !== null) : [],
    };
  } catch {
    return { dialect: undefined, entries: [] };
  }
}
