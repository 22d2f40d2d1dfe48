import { expect, test } from "bun:test";
import { isSecretName } from "./secret-names.ts";
import { looksReal } from "./secret-values.ts";

test("a name is secret by its last word, whatever its spelling", () => {
  const secret = [
    "DB_PASSWORD",
    "JWT_SECRET",
    "GITHUB_TOKEN",
    "apiKey",
    "stripe-secret-key",
    "SECRET_KEY_BASE",
    "PGPASSWORD",
  ];
  expect(secret.filter((name) => !isSecretName(name))).toEqual([]);
  const harmless = [
    "TOKEN_URL",
    "PASSWORD_MIN_LENGTH",
    "STRIPE_PUBLISHABLE_KEY",
    "SSH_KEY_PATH",
    "ENABLE_PASSWORD",
    "CACHE_KEY",
    "AWS_ACCESS_KEY_ID",
    "SECRET_NAME",
    "JWT_SECRET_FILE",
  ];
  expect(harmless.filter((name) => isSecretName(name))).toEqual([]);
});

test("what stands where a secret belongs is told from a secret", () => {
  const placeholders = [
    "",
    "changeme",
    "CHANGE_ME_please",
    "your-api-key",
    "ghp_YOURTOKENHERE",
    "sk_test_xxxxxxxxxxxxxxxx",
    "<token>",
    "${TOKEN}",
    "$TOKEN",
    "00000000000000000000",
    "CAFEBABECAFEBABE",
    "postgres",
    "minioadmin",
    "super-secret-example-value",
    "{{ token }}",
    "0123456789abcdef",
    "openssl rand -hex 32",
    "replace-with-32-characters",
  ];
  expect(placeholders.filter((value) => looksReal(value))).toEqual([]);
  const words = [
    "my-super-secret-jwt-token-with-32-characters",
    "hunter_local",
    "staging-database-name",
    "/run/secrets/token",
    "https://auth.acme.io/token",
  ];
  expect(words.filter(looksReal)).toEqual([]);
  const real = [
    "9f86d081884c7d659a2feaa0c55ad015",
    "Tr0ub4dor&3",
    "kJ8s0Zq2mN4vB7xC1lP5",
    "hK3!pQ9@zL",
    "c2VjcmV0LWZvci1wcm9kLTQ0MjE=",
  ];
  expect(real.filter((value) => !looksReal(value))).toEqual([]);
});
