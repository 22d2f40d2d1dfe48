/**
 * The JSON values of a stream that has one on each line; the chunks may be cut anywhere. A line that is no JSON is an error
 * unless `other` takes it.
 */
export async function* parseJsonLines<T>(
  chunks: AsyncIterable<Uint8Array>,
  other?: (line: string) => void,
): AsyncGenerator<T, void> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  const values = function* (line: string): Generator<T, void> {
    if (line.trim() === "") return;
    if (other && !line.startsWith("{")) other(line);
    else yield JSON.parse(line) as T;
  };
  for await (const chunk of chunks) {
    const lines = decoder.decode(chunk, { stream: true }).split("\n");
    for (const [index, piece] of lines.entries()) {
      parts.push(piece);
      if (index === lines.length - 1) break;
      const line = parts.join("");
      parts = [];
      yield* values(line);
    }
  }
  yield* values(parts.join("") + decoder.decode());
}
