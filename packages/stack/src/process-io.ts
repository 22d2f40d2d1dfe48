import type { ProcessStream, TtySize } from "@slipway/engine";

/** The terminal or pipes that a process in a container is connected to. */
export interface ProcessIO {
  /** Absent: the process gets no input. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  stdout(data: Uint8Array): void;
  stderr(data: Uint8Array): void;
  /** The size of the terminal; undefined when there is none. */
  size?(): TtySize | undefined;
  /** Calls the listener whenever the size changes; gives the way to stop that. */
  onResize?(listener: () => void): () => void;
}

/** Copies both ways until the process has closed its output. Input that nobody reads any more is no failure. */
export async function connect(
  stream: ProcessStream,
  io: ProcessIO,
  resize: ((size: TtySize) => Promise<void>) | undefined,
): Promise<void> {
  const fit = (): void => {
    const size = io.size?.();
    // A process that has just ended cannot be resized; there is nothing to tell anyone.
    if (size && resize) resize(size).catch(() => undefined);
  };
  fit();
  const forget = resize ? io.onResize?.(fit) : undefined;
  const input = io.stdin?.[Symbol.asyncIterator]();
  let over = false;
  const feed = async (): Promise<void> => {
    try {
      for (let next = await input?.next(); next && !next.done && !over; next = await input?.next()) {
        await stream.write(next.value);
      }
      if (!over) stream.end();
    } catch (cause) {
      if (!over) throw cause;
    }
  };
  // The input may never end (a terminal): only the output decides when it is over.
  const fed = input ? feed() : Promise.resolve(stream.end());
  fed.catch(() => undefined);
  try {
    for await (const { stream: name, data } of stream.output) {
      if (name === "stdout") io.stdout(data);
      else io.stderr(data);
    }
  } finally {
    over = true;
    forget?.();
    stream.close();
  }
}
