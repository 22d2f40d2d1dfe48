const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const alphabet = `${letters}0123456789`;

/** Fewer letters and digits than this hold less than 128 bits. */
const shortest = 22;

/**
 * A new secret of letters and digits, the first one a letter: it means the same in a URL, in YAML, in an env file, in a shell and
 * beside `$`. At least 128 bits: shorter lengths become 22. Bytes that would favour some letters are thrown away.
 */
export function generateSecret(length: number): string {
  const size = Math.max(length, shortest);
  let made = "";
  while (made.length < size) {
    for (const byte of crypto.getRandomValues(new Uint8Array(size))) {
      const signs = made === "" ? letters : alphabet;
      const fair = 256 - (256 % signs.length);
      if (byte < fair) made += signs[byte % signs.length];
      if (made.length === size) break;
    }
  }
  return made;
}
