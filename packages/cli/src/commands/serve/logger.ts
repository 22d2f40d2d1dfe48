import { jsonLogger, type Logger } from "@slipway/jobs";
import type { Context } from "../../context.ts";
import { styleFor } from "../../output/style.ts";

/** Lines on standard error: JSON for programs, short ones for people on a terminal. */
export function serveLogger(context: Context, format: "text" | "json" | undefined): Logger {
  const { stderr, now } = context;
  if (format === "json" || (format === undefined && !stderr.isTTY))
    return jsonLogger((line) => stderr.write(line), now);
  const style = styleFor(context, stderr);
  const paint = { debug: style.dim, info: style.green, warn: style.yellow, error: style.red };
  return (level, message, fields = {}) => {
    const time = new Date(now()).toISOString().slice(11, 19);
    const more = Object.entries(fields).flatMap(([key, value]) =>
      value === undefined ? [] : ` ${style.dim(`${key}=`)}${textOf(value)}`,
    );
    stderr.write(`${style.dim(time)} ${paint[level](level.padEnd(5))} ${message}${more.join("")}\n`);
  };
}

function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return typeof value === "string" && /[\s"=]/.test(text) ? JSON.stringify(text) : text;
}
