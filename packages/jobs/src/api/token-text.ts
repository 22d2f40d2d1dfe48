import { createHash } from "node:crypto";

/**
 * What is kept of a token. A fast hash is enough: nobody guesses 256 bits, and it is looked up by its hash, so there is no
 * comparison whose time could tell something.
 */
export const hashOfToken = (text: string): string => createHash("sha256").update(text).digest("hex");
