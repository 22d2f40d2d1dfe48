import type { Credentials } from "../auth/config-file.ts";
import { engineErrors } from "../errors.ts";
import { reasonOf } from "../reason.ts";

/**
 * The `Authorization` that a registry asks for in its answer with status 401: Basic, or a token from the place that it
 * names. Without a login a token for everybody is asked for.
 * Source: CNCF Distribution, "Token Authentication Specification".
 *
 * @throws ENGINE_REGISTRY
 */
export async function authorization(refusal: Response, host: string, login: Credentials | undefined): Promise<string> {
  const challenge = refusal.headers.get("www-authenticate") ?? "";
  await refusal.body?.cancel();
  const fail = (reason: string, cause?: unknown): Error =>
    engineErrors.error("ENGINE_REGISTRY", { host, reason }, { cause });
  if (login && "registryToken" in login) return `Bearer ${login.registryToken.reveal()}`;
  const basic =
    login && "username" in login
      ? `Basic ${Buffer.from(`${login.username}:${login.password.reveal()}`).toString("base64")}`
      : undefined;
  if (/^basic\b/i.test(challenge)) {
    if (!basic) throw fail("it wants a login");
    return basic;
  }
  const asked = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]));
  const realm = asked.get("realm");
  if (!/^bearer\b/i.test(challenge) || realm === undefined || !URL.canParse(realm))
    throw fail("it wants an unknown kind of login");
  const url = new URL(realm);
  if (url.protocol !== "https:" && new URL(refusal.url).protocol === "https:")
    throw fail("it wants the login at a place without TLS");
  const query = new URLSearchParams([...asked].filter(([key]) => key === "service" || key === "scope"));
  const refresh = login && "identityToken" in login ? login.identityToken : undefined;
  const response = await fetch(refresh ? url : `${url}?${query}`, {
    redirect: "error",
    signal: AbortSignal.timeout(30_000),
    ...(refresh
      ? {
          method: "POST",
          body: new URLSearchParams([
            ...query,
            ["grant_type", "refresh_token"],
            ["client_id", "slipway"],
            ["refresh_token", refresh.reveal()],
          ]),
        }
      : { headers: basic ? { authorization: basic } : {} }),
  }).catch((cause: unknown) => {
    throw fail(reasonOf(cause), cause);
  });
  const answer = response.ok ? ((await response.json()) as { token?: string; access_token?: string }) : undefined;
  const token = answer?.token ?? answer?.access_token;
  if (!token) throw fail(login ? "it refuses this login" : "it wants a login");
  return `Bearer ${token}`;
}
