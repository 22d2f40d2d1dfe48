/**
 * What PostgreSQL keeps of a password instead of it: a SCRAM-SHA-256 verifier. A statement with it may be logged.
 * Source: RFC 5803; PostgreSQL documentation, "pg_authid", rolpassword.
 */
export function scramVerifier(
  password: string,
  salt: Uint8Array = crypto.getRandomValues(new Uint8Array(16)),
  iterations = 4096,
): string {
  // Loaded where it is used: only a rotated password wants it.
  const { createHash, createHmac, pbkdf2Sync } = process.getBuiltinModule("node:crypto");
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, iterations, 32, "sha256");
  const clientKey = createHmac("sha256", salted).update("Client Key").digest();
  const storedKey = createHash("sha256").update(clientKey).digest("base64");
  const serverKey = createHmac("sha256", salted).update("Server Key").digest("base64");
  return `SCRAM-SHA-256$${iterations}:${Buffer.from(salt).toString("base64")}$${storedKey}:${serverKey}`;
}
