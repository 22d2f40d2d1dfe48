/**
 * Orders keys as go-yaml does: digits by their number (`a2` before `a10`), other signs before letters.
 * Source: go-yaml, order of mapping keys.
 */
export function compareNatural(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [one, other] = [a[at], b[at]];
  if (one === undefined || other === undefined) return a.length - b.length;
  const letters = [isLetter(one), isLetter(other)] as const;
  if (letters[0] && letters[1]) return one < other ? -1 : 1;
  if (letters[0] || letters[1]) {
    const insideNumber = at > 0 && isDigit(a[at - 1] ?? "");
    return letters[0] === insideNumber ? -1 : 1;
  }
  const start = digitsBefore(a, at);
  const [number, otherNumber] = [digitsAt(a, start), digitsAt(b, start)];
  if (number !== "" && otherNumber !== "" && Number(number) !== Number(otherNumber))
    return Number(number) - Number(otherNumber);
  return one < other ? -1 : 1;
}

const isLetter = (char: string): boolean => /\p{L}/u.test(char);
const isDigit = (char: string): boolean => char >= "0" && char <= "9";

function digitsBefore(text: string, at: number): number {
  let start = at;
  while (start > 0 && isDigit(text[start - 1] ?? "")) start--;
  return start;
}

function digitsAt(text: string, start: number): string {
  let end = start;
  while (end < text.length && isDigit(text[end] ?? "")) end++;
  return text.slice(start, end);
}
