const powers: Readonly<Record<string, number>> = { "": 0, b: 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/**
 * Bytes of a size such as `512m`, `1.5GB`, `64 KiB` or `1024`; undefined when the text is none. Units are powers of 1024.
 * Source: Compose Specification, "Specifying byte values"; docker/go-units `RAMInBytes`.
 */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([kmgtp]?)(?:i?b)?$/i.exec(text.trim());
  if (!match) return undefined;
  const power = powers[(match[2] ?? "").toLowerCase()];
  return power === undefined ? undefined : Math.trunc(Number(match[1]) * 1024 ** power);
}

/** A size for people, in powers of 1000 with three digits: `1.23GB`, `45.6kB`, `12B`. Source: docker/go-units `HumanSize`. */
export function formatBytes(bytes: number): string {
  const names = ["B", "kB", "MB", "GB", "TB", "PB"];
  let value = bytes;
  let index = 0;
  while (value >= 1000 && index < names.length - 1) {
    value /= 1000;
    index++;
  }
  return `${Number(value.toPrecision(3))}${names[index]}`;
}
