/**
 * A time as the log endpoint takes it, `seconds.nanoseconds`; RFC 3339 is turned into it without losing a nanosecond.
 * Seconds pass as they are. Source: Docker Engine API, `ContainerLogs`, "since: UNIX timestamp".
 */
export function toUnixTime(time: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\d*(Z|[+-]\d\d:?\d\d)$/i.exec(time);
  if (!match) return time;
  const [, second, fraction = "", zone = "Z"] = match;
  return `${Date.parse(`${second}${zone}`) / 1000}.${fraction.padEnd(9, "0")}`;
}
