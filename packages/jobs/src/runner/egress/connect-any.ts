import { connect, type Socket } from "node:net";

/** Milliseconds after which the next address is tried too, as the one before may never answer. Source: RFC 8305 section 5. */
const nextAfter = 250;

/**
 * A connection to the first of these addresses that answers. Each gets a start over the next one, and one that fails makes way at once.
 * Undefined when none has answered after `patience` milliseconds.
 */
export async function connectAny(
  addresses: readonly string[],
  port: number,
  patience: number,
): Promise<Socket | undefined> {
  const tried = new Set<Socket>();
  const { promise, resolve } = Promise.withResolvers<Socket | undefined>();
  const waiting = addresses.values();
  let next: ReturnType<typeof setTimeout> | undefined;
  let open = 0;

  function tryNext(): void {
    clearTimeout(next);
    const { done, value: host } = waiting.next();
    if (done) {
      if (open === 0) resolve(undefined);
      return;
    }
    const socket = connect({ host, port });
    tried.add(socket);
    open += 1;
    socket.once("connect", () => resolve(socket));
    // Later errors end the reading of the socket.
    socket.on("error", () => {
      open -= 1;
      tryNext();
    });
    next = setTimeout(tryNext, nextAfter);
  }

  tryNext();
  const over = setTimeout(() => resolve(undefined), patience);
  const connected = await promise;
  // What fails from now on is not to begin another.
  for (const _ of waiting);
  clearTimeout(next);
  clearTimeout(over);
  for (const socket of tried) if (socket !== connected) socket.destroy();
  return connected;
}
