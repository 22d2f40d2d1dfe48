/**
 * Merges streams that are each in the order of their time into one in that order. Holds one item per stream; RFC 3339
 * times of one engine have one length and so compare as text.
 */
export async function* mergeByTime<T extends { readonly timestamp: string }>(
  streams: readonly AsyncGenerator<T, void>[],
): AsyncGenerator<T, void> {
  const heads = (await Promise.all(streams.map(async (stream) => ({ stream, head: await stream.next() })))).filter(
    ({ head }) => !head.done,
  );
  while (heads.length > 0) {
    let first = 0;
    for (let index = 1; index < heads.length; index++) {
      const a = heads[index]?.head.value;
      const b = heads[first]?.head.value;
      if (a && b && a.timestamp < b.timestamp) first = index;
    }
    const earliest = heads[first];
    if (!earliest) return;
    if (earliest.head.value) yield earliest.head.value;
    earliest.head = await earliest.stream.next();
    if (earliest.head.done) heads.splice(first, 1);
  }
}
