import { fstatSync, statSync } from "node:fs";
import { redact, redactBytes } from "@slipway/core";
import type { Context, Input, Output } from "./context.ts";
import { writeAll } from "./write-all.ts";

/** The context of this process; `brokenPipe` is called when the reader of its output has gone away. */
export function processContext(brokenPipe: () => never): Context {
  return {
    stdin: standardInput(),
    stdout: output(1, () => process.stdout, brokenPipe),
    stderr: output(2, () => process.stderr, brokenPipe),
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

/** So long may bytes of a child wait that may begin a secret, in milliseconds. */
const longestHoldMs = 20;

/**
 * Everything is written before the call returns, so the program may end at any time without losing the end of its output.
 * The runtime's own streams are opened only for terminals: they cost half of the start-up.
 */
function output(fd: number, open: () => NodeJS.WriteStream, brokenPipe: () => never): Output {
  // What may be the beginning of a secret waits for what follows, but not for long: it may be what somebody just typed.
  let held: ReturnType<typeof redactBytes>;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    if (held) writeAll(fd, held.end(), brokenPipe);
    held = undefined;
  };
  process.on("exit", flush);
  return {
    get isTTY() {
      return isTerminal(fd);
    },
    write(text) {
      flush();
      writeAll(fd, Buffer.from(redact(text)), brokenPipe);
    },
    writeBytes(data) {
      held ??= redactBytes();
      if (!held) return writeAll(fd, data, brokenPipe);
      writeAll(fd, held.push(data), brokenPipe);
      clearTimeout(timer);
      timer = setTimeout(flush, longestHoldMs);
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

/** Whether a file descriptor is one of a terminal. What can tell for sure costs a short command a tenth, so most others are ruled out before. */
function isTerminal(fd: number): boolean {
  const found = fstatSync(fd);
  if (!found.isCharacterDevice() || found.rdev === statSync("/dev/null").rdev) return false;
  return process.getBuiltinModule("node:tty").isatty(fd);
}

function standardInput(): Input {
  return {
    get isTTY() {
      return isTerminal(0);
    },
    chunks: () => process.stdin,
    setRawMode(on) {
      if (isTerminal(0)) process.stdin.setRawMode(on);
    },
  };
}
