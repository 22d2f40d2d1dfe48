/** An answer of a server, its body as JSON; undefined when it is none. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly location: string | undefined;
}

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "LIST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Certificate authorities in PEM that count beside nothing else. */
  readonly ca?: string;
}

/** Makes one call. Redirects are not followed: the token in the headers is for this server. Throws what the runtime throws. */
export async function send(call: Call): Promise<Answer> {
  return call.ca === undefined ? sendWithFetch(call) : sendWithNode(call);
}

async function sendWithFetch({ method, url, headers, body, signal }: Call): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers,
    signal,
    redirect: "manual",
    ...(body === undefined ? {} : { body }),
  });
  const location = answer.headers.get("location") ?? undefined;
  return { status: answer.status, body: parse(await answer.text()), location };
}

/** `fetch` of Node takes no certificate authority; `node:https` of every runtime does. Loaded only then. */
async function sendWithNode({ method, url, headers, body, signal, ca }: Call): Promise<Answer> {
  const { request } = await import("node:https");
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, signal, ...(ca === undefined ? {} : { ca }) }, (answer) => {
      const chunks: Uint8Array[] = [];
      answer.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: parse(Buffer.concat(chunks).toString("utf8")),
          location: answer.headers.location,
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
