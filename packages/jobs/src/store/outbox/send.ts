import { createHmac } from "node:crypto";
import { lookup as resolve } from "node:dns/promises";
import { type ClientRequest, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Message } from "../side-ports.ts";
import { isPublicAddress } from "./address.ts";

/** How webhooks are called. */
export interface Calling {
  /** Signs the messages; without it they are not signed. `whsec_…` is base64, everything else is taken as it is. */
  readonly secret?: string;
  /** Whether webhooks may reach this machine and private networks. */
  readonly allowPrivate: boolean;
  /** For one call, from its beginning to the end of its answer; 10 seconds without it. */
  readonly timeoutMs?: number;
}

/**
 * Sends a message once. Gives what went wrong, as a sentence without full stop; undefined when the receiver said 2xx. Redirects are not
 * followed, and the connection goes to the very address that was looked at.
 * Source: Standard Webhooks, "Webhook headers" (`webhook-id`, `webhook-timestamp`, `webhook-signature`).
 */
export async function sendMessage(message: Message, calling: Calling, now: number): Promise<string | undefined> {
  const url = new URL(message.url);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  let addresses: readonly { readonly address: string; readonly family: number }[];
  try {
    addresses = isIP(host) === 0 ? await resolve(host, { all: true }) : [{ address: host, family: isIP(host) }];
  } catch (error) {
    return `the host ${host} is not known (${(error as NodeJS.ErrnoException).code ?? "no answer"})`;
  }
  const refused = calling.allowPrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
  if (refused) return `the host ${host} is at ${refused.address}, which is not on the public internet`;
  const [address] = addresses;
  if (!address) return `the host ${host} has no address`;
  const lookup: LookupFunction = (_, options, found) => {
    if (options.all) found(null, [{ ...address }]);
    else found(null, address.address, address.family);
  };
  const headers = {
    ...signed(message, calling.secret, now),
    "content-type": "application/json",
    "user-agent": "slipway",
  };
  const options = {
    method: "POST",
    headers: { ...headers, "content-length": Buffer.byteLength(message.body) },
    lookup,
  };
  const call = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, { ...options, agent: false });
  return await answerOf(call, message.body, calling.timeoutMs ?? 10_000);
}

function answerOf(call: ClientRequest, body: string, timeoutMs: number): Promise<string | undefined> {
  return new Promise((done) => {
    const late = setTimeout(() => {
      done(`no answer within ${timeoutMs / 1000} seconds`);
      call.destroy();
    }, timeoutMs);
    const ended = (problem: string | undefined): void => {
      clearTimeout(late);
      done(problem);
    };
    call.on("response", (response) => {
      const { statusCode = 0 } = response;
      // What the receiver says is of no use, and may be endless.
      response.destroy();
      ended(statusCode >= 200 && statusCode < 300 ? undefined : `the answer was ${statusCode}`);
    });
    call.on("error", (error) =>
      ended(`the connection failed (${(error as NodeJS.ErrnoException).code ?? error.message})`),
    );
    call.end(body);
  });
}

function signed({ id, body }: Message, secret: string | undefined, now: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const named = { "webhook-id": id, "webhook-timestamp": timestamp };
  if (secret === undefined) return named;
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret);
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { ...named, "webhook-signature": `v1,${signature}` };
}
