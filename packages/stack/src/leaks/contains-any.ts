import { createAutomaton } from "@slipway/core";

/** The keys of the texts that a stream of bytes holds, also where a text is split over two pieces. */
export async function containsAny(
  content: AsyncIterable<Uint8Array>,
  texts: readonly { readonly key: string; readonly text: string }[],
): Promise<ReadonlySet<string>> {
  const wanted = texts.map(({ key, text }) => ({ key, bytes: Buffer.from(text) }));
  const overlap = Math.max(0, ...wanted.map(({ bytes }) => bytes.length - 1));
  // One pass however many texts; which of them it was is asked only where there is one, and that is seldom.
  const automaton = createAutomaton(wanted.map(({ bytes }) => bytes));
  const found = new Set<string>();
  let state = 0;
  let before: Uint8Array = new Uint8Array();
  for await (const piece of content) {
    let hit = false;
    state = automaton.scan(state, piece, () => {
      hit = true;
    });
    if (hit) {
      const window = Buffer.concat([before, piece]);
      for (const { key, bytes } of wanted) if (!found.has(key) && window.includes(bytes)) found.add(key);
    }
    before =
      piece.length >= overlap ? piece.slice(piece.length - overlap) : Buffer.concat([before, piece]).subarray(-overlap);
  }
  return found;
}
