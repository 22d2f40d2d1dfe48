import type { Diagnostic } from "../diagnostic.ts";
import { formatPosition } from "../position.ts";

/** For tests: a finding on one line. */
export function findingText({ at, message }: Diagnostic): string {
  return at ? `${formatPosition(at)} ${message}` : message;
}
