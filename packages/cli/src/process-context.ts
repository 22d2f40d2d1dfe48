import { redact } from "@slipway/core";
import type { Context, Input, Output } from "./context.ts";

/** The context of this process. */
export function processContext(): Context {
  return {
    stdin: standardInput(),
    stdout: streamOutput(() => process.stdout),
    stderr: streamOutput(() => process.stderr),
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    every(ms, tick) {
      const timer = setInterval(tick, ms);
      return () => clearInterval(timer);
    },
    onInterrupt(listener) {
      const onInt = (): void => listener("SIGINT");
      const onTerm = (): void => listener("SIGTERM");
      process.on("SIGINT", onInt);
      process.on("SIGTERM", onTerm);
      return () => {
        process.off("SIGINT", onInt);
        process.off("SIGTERM", onTerm);
      };
    },
  };
}

/** The stream is opened at its first use: a command that prints nothing to it does not pay for it. */
function streamOutput(open: () => NodeJS.WriteStream): Output {
  return {
    get isTTY() {
      return open().isTTY === true;
    },
    write(text) {
      open().write(redact(text));
    },
    writeBytes(data) {
      const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("utf8");
      const clean = redact(text);
      open().write(clean === text ? data : clean);
    },
    size() {
      const { rows, columns } = open();
      return rows > 0 && columns > 0 ? { rows, columns } : undefined;
    },
    onResize(listener) {
      const stream = open();
      stream.on("resize", listener);
      return () => stream.off("resize", listener);
    },
  };
}

function standardInput(): Input {
  return {
    get isTTY() {
      return process.stdin.isTTY === true;
    },
    chunks: () => process.stdin,
    setRawMode(on) {
      if (process.stdin.isTTY) process.stdin.setRawMode(on);
    },
  };
}
