/** The keys of the texts that a stream of bytes holds, also where a text is split over two pieces. */
export async function containsAny(
  content: AsyncIterable<Uint8Array>,
  texts: readonly { readonly key: string; readonly text: string }[],
): Promise<ReadonlySet<string>> {
  const wanted = texts.map(({ key, text }) => ({ key, bytes: Buffer.from(text) }));
  const overlap = Math.max(0, ...wanted.map(({ bytes }) => bytes.length - 1));
  const found = new Set<string>();
  let before: Buffer = Buffer.alloc(0);
  for await (const piece of content) {
    const window = Buffer.concat([before, piece]);
    for (const { key, bytes } of wanted) if (!found.has(key) && window.includes(bytes)) found.add(key);
    before = window.subarray(Math.max(0, window.length - overlap));
  }
  return found;
}
