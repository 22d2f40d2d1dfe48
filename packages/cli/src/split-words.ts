/** The words of a command as a shell would split it: spaces between, quotes and backslashes obeyed, nothing expanded. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const [part] of text.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g)) {
    words.push(
      part.replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, escaped?: string, double?: string, single?: string) => {
        return escaped ?? single ?? (double ?? "").replace(/\\(["\\$`])/g, "$1");
      }),
    );
  }
  return words;
}
