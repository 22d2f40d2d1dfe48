/**
 * The shortest decimal number that a 32-bit float tells from its neighbours, as Go prints a `float32`: 0.123456789 → 0.12345679.
 */
export function shortFloat(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return Number(single.toPrecision(9));
}
