type Bytes = string | Uint8Array;

interface Hasher {
  update(content: Bytes): Hasher;
  digest(encoding: "hex"): string;
}

/** What Bun has at hand, for programs in Node, which know nothing of it. */
interface Runtime {
  readonly CryptoHasher: new (algorithm: "sha256", key?: string) => Hasher;
}

// Loading `node:crypto` costs Bun, which has the same at hand, a tenth of a short command.
const { Bun: runtime } = globalThis as { readonly Bun?: Runtime };

/** SHA-256 as 64 hexadecimal digits. A text is hashed as UTF-8. */
export function sha256(content: Bytes): string {
  const hasher: Hasher = runtime
    ? new runtime.CryptoHasher("sha256")
    : process.getBuiltinModule("node:crypto").createHash("sha256");
  return hasher.update(content).digest("hex");
}

/** HMAC with SHA-256 as 64 hexadecimal digits. */
export function hmacSha256(key: string, content: Bytes): string {
  const hasher: Hasher = runtime
    ? new runtime.CryptoHasher("sha256", key)
    : process.getBuiltinModule("node:crypto").createHmac("sha256", key);
  return hasher.update(content).digest("hex");
}

/** So many random bytes, fit for secrets, as hexadecimal digits. */
export function randomHex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");
}
