import type { Path } from "@slipway/core";
import type { Shown } from "./explanation.ts";

const secretName =
  /pass(?:word|wd|phrase)?(?![a-z])|pwd$|secret|token|api[-_.]?key|access[-_.]?key|private|credential|(?:^|[-_.])(?:key|auth|dsn|salt)$/i;
const withPassword = /:\/\/[^/\s:@]*:[^/\s@]+@/;

/** True for what looks like a secret: by a name of its path, or because it is an address with a password in it. */
export function looksSecret(path: Path, value: unknown): boolean {
  const [section, , attribute] = path;
  // Names of files and of top-level secrets say nothing.
  if (section === "secrets" || attribute === "secrets") return false;
  if (section === "configs" && attribute === "content") return true;
  const named = ["environment", "args", "labels", "annotations", "options", "driver_opts"].some((key) =>
    path.includes(key),
  );
  return (named && secretName.test(String(path.at(-1)))) || (typeof value === "string" && withPassword.test(value));
}

/** The value, or its length when it is to be hidden. */
export function shown(value: unknown, hidden: boolean): Shown {
  return hidden && value !== null && value !== undefined ? { length: String(value).length } : { value: value ?? null };
}
