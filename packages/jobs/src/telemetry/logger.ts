import { redact } from "@slipway/core";

export type Level = "debug" | "info" | "warn" | "error";

/** Writes one line about what happened. Never given what a job prints. */
export type Logger = (level: Level, message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** A logger of JSON lines: `time`, `level`, `message` and the fields. Every line passes the redactor of secrets. */
export function jsonLogger(write: (line: string) => void, now: () => number = Date.now): Logger {
  return (level, message, fields = {}) => {
    const time = new Date(now()).toISOString();
    write(`${redact(JSON.stringify({ time, level, message, ...fields }))}\n`);
  };
}
