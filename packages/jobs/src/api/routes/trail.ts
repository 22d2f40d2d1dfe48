import { byteStream } from "../byte-stream.ts";
import type { ApiParts, Handlers } from "../handler.ts";
import { requireAllTenants } from "../principal.ts";

/** The handler of the audit trail, which is one for all tenants. */
export function trailRoutes({ store }: Pick<ApiParts, "store">): Pick<Handlers, "readTrail"> {
  return {
    readTrail({ principal, query: { after } }) {
      requireAllTenants(principal);
      const headers = { "content-type": "application/x-ndjson", "cache-control": "no-store" };
      return new Response(byteStream(linesOf(store.trail.lines(after))), { headers });
    },
  };
}

async function* linesOf(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const line of lines) yield encoder.encode(`${line}\n`);
}
