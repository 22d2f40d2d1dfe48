/** The JSON values of a stream that has one on each line; the chunks may be cut anywhere. */
export async function* parseJsonLines<T>(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<T, void> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  for await (const chunk of chunks) {
    const lines = decoder.decode(chunk, { stream: true }).split("\n");
    for (const [index, piece] of lines.entries()) {
      parts.push(piece);
      if (index === lines.length - 1) break;
      const line = parts.join("").trim();
      parts = [];
      if (line !== "") yield JSON.parse(line) as T;
    }
  }
  const rest = (parts.join("") + decoder.decode()).trim();
  if (rest !== "") yield JSON.parse(rest) as T;
}
