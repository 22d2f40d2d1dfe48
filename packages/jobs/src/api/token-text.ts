import { randomBytes } from "node:crypto";
import { sha256 } from "@slipway/core";

/** How the texts of our tokens begin: secret scanners know them by it, and JWTs do not begin so. */
export const tokenPrefix = "slipway_";

/** A new token: 256 bits of chance. */
export const newTokenText = (): string => `${tokenPrefix}${randomBytes(32).toString("base64url")}`;

/**
 * What is kept of a token. A fast hash is enough: nobody guesses 256 bits, and it is looked up by its hash, so there is no
 * comparison whose time could tell something.
 */
export const hashOfToken = (text: string): string => sha256(text);
