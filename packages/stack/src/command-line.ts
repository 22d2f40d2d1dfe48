/** A command as one would type it: `` `sh -c "echo hi"` ``. */
export function commandLine(words: readonly string[]): string {
  return `\`${words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(" ")}\``;
}
