import { createSign, generateKeyPairSync } from "node:crypto";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** For tests: the public half of the key that {@link signed} signs with. */
export const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }) as string;

/** For tests: a JWT with these claims. */
export function signed(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "ES256", typ: "JWT" })}.${part(claims)}`;
  const signature = createSign("sha256").update(text).sign({ key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

/** The part of a Kubernetes API that says whose token it is. */
export function kubernetes(): { readonly address: string } & Disposable {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () =>
      Response.json({
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenReview",
        status: {
          authenticated: true,
          user: { username: "system:serviceaccount:default:web", uid: "1", groups: ["system:serviceaccounts"] },
        },
      }),
  });
  return { address: `http://127.0.0.1:${server.port}`, [Symbol.dispose]: () => void server.stop(true) };
}
