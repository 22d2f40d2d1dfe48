import { restartDockerd } from "./dockerd.ts";

export interface CrashServer extends AsyncDisposable {
  /** A POST crashes the engine and answers when it is back: its containers ended, or with `?live-restore` they have run on. */
  readonly url: string;
}

/**
 * Lets tests crash the private engine of a folder. A process of theirs could not start it again: what tests leave running is ended
 * with them.
 */
export function crashServer(folder: string): CrashServer {
  const path = `/${crypto.randomUUID()}`;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 120,
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (request.method !== "POST" || pathname !== path) return new Response("there is nothing here", { status: 404 });
      try {
        await restartDockerd(folder, { live: searchParams.has("live-restore") });
        return new Response();
      } catch (cause) {
        return new Response(String(cause), { status: 500 });
      }
    },
  });
  return { url: `http://127.0.0.1:${server.port}${path}`, [Symbol.asyncDispose]: () => server.stop(true) };
}
