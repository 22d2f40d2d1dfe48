/** A word that could be a path. */
export interface PathWord {
  readonly written: string;
  readonly start: number;
}

const inWord: Uint8Array = table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@.+~/{}$-");
const atEnd = table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_})");
const dot = 46;
const slash = 47;

/**
 * The words of a text that could be paths, without blanks and quotes, whose last part is a name. Signs are looked at one by one:
 * this goes through every text of a repository, and a pattern would make an object for each of its words.
 */
export function pathWords(text: string, isName: (name: string, dotted: boolean) => boolean): readonly PathWord[] {
  const words: PathWord[] = [];
  for (let at = 0; at < text.length; at++) {
    if (inWord[text.charCodeAt(at)] !== 1) continue;
    const start = at;
    let end = start;
    let name = start;
    let next = start;
    let dotted = false;
    for (; at < text.length; at++) {
      const sign = text.charCodeAt(at);
      if (inWord[sign] !== 1) break;
      if (sign === slash) next = at + 1;
      else if (sign === dot) dotted = true;
      if (atEnd[sign] === 1) {
        end = at + 1;
        name = next;
      }
    }
    if (end > name && isName(text.slice(name, end), dotted)) words.push({ written: text.slice(start, end), start });
  }
  return words;
}

function table(signs: string): Uint8Array {
  const found = new Uint8Array(128);
  for (const sign of signs) found[sign.charCodeAt(0)] = 1;
  return found;
}
