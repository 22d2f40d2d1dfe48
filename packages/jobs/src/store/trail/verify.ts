import { beginning, type SealedEntry, sealed } from "./entry.ts";

/** The end of a chain that was seen at some time. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** What was found in an export of the audit trail. */
export interface Verification {
  readonly entries: number;
  readonly head: Head;
  /** The first entry that is not as it was written, and what is wrong with it; undefined when all are. */
  readonly fault?: { readonly line: number; readonly problem: string };
}

/**
 * Reads an export line by line and follows the chain. Any entry that was changed, removed, added or moved breaks it. Entries cut off
 * at the end can only be missed by somebody who knew the end: give the head that an earlier export or `verify` told.
 */
export async function verifyTrail(
  lines: AsyncIterable<string> | Iterable<string>,
  known?: Head,
): Promise<Verification> {
  let head: Head = { seq: 0, hash: beginning };
  let line = 0;
  const faulty = (problem: string): Verification => ({ entries: head.seq, head, fault: { line, problem } });
  for await (const text of lines) {
    line++;
    if (text === "") continue;
    const entry = parsed(text);
    if (entry === undefined) return faulty("is no entry of an audit trail");
    if (entry.seq !== head.seq + 1) return faulty(`is entry ${entry.seq}, but ${head.seq + 1} comes next`);
    if (entry.prev !== head.hash) return faulty(`entry ${entry.seq} does not follow the entry before it`);
    // The text must be what the hash was made of, not only mean the same.
    const again = JSON.stringify(sealed(entry));
    if (again !== text) return faulty(`entry ${entry.seq} was changed after it was written`);
    head = { seq: entry.seq, hash: entry.hash };
    if (known?.seq === head.seq && known.hash !== head.hash) {
      return faulty(`entry ${entry.seq} is another than the one that was known`);
    }
  }
  if (known && head.seq < known.seq) {
    return {
      entries: head.seq,
      head,
      fault: { line, problem: `ends at entry ${head.seq}, but there were ${known.seq}` },
    };
  }
  return { entries: head.seq, head };
}

function parsed(text: string): SealedEntry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "seq" in value ? (value as SealedEntry) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
