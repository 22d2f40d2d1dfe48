import { redact } from "@slipway/core";
import type { Context, Output } from "../context.ts";

export interface FakeContext extends Context {
  /** Hands a text to whoever reads standard input, now or later. */
  type(text: string): void;
  /** All that was written so far. */
  out(): string;
  err(): string;
  /** Sends a signal; gives whether anybody listened. */
  interrupt(signal?: "SIGINT" | "SIGTERM"): boolean;
  /** Lets `ms` milliseconds pass: the clock moves and what was to happen every so often happens once. */
  pass(ms: number): void;
  /** Resolves when standard output holds a text, after its first `from` characters; fails when it has not come for long. */
  printed(text: string, from?: number): Promise<void>;
}

/** Before the time of a test of an engine is over: what was printed instead is worth more than that it took too long. */
const patienceMs = 50_000;

interface Start {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The size of a terminal; absent: none. */
  readonly terminal?: { readonly rows: number; readonly columns: number };
  readonly stdin?: string;
  /** Standard input stays open until something is typed. */
  readonly types?: boolean;
  /** Milliseconds since 1970; 0 unless given. */
  readonly now?: number;
}

/** A context in memory: no terminal unless asked, an empty environment, a clock that stands. */
export function fakeContext(start: Start = {}): FakeContext {
  const stdout = memoryOutput(start.terminal);
  const stderr = memoryOutput(start.terminal);
  const ticks = new Set<() => void>();
  const listeners = new Set<(signal: "SIGINT" | "SIGTERM") => void>();
  const typed = start.types ? Promise.withResolvers<string>() : undefined;
  let now = start.now ?? 0;
  return {
    stdin: {
      isTTY: start.terminal !== undefined,
      async *chunks() {
        if (start.stdin !== undefined) yield new TextEncoder().encode(start.stdin);
        if (typed) yield new TextEncoder().encode(await typed.promise);
      },
      setRawMode: () => undefined,
    },
    stdout,
    stderr,
    env: start.env ?? {},
    cwd: start.cwd ?? "/",
    now: () => now,
    every(_, tick) {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    out: stdout.text,
    printed: stdout.holds,
    err: stderr.text,
    interrupt(signal = "SIGINT") {
      for (const listener of listeners) listener(signal);
      return listeners.size > 0;
    },
    type: (text) => typed?.resolve(text),
    pass(ms) {
      now += ms;
      for (const tick of ticks) tick();
    },
  };
}

function memoryOutput(
  terminal: Start["terminal"],
): Output & { text(): string; holds(text: string, from?: number): Promise<void> } {
  let written = "";
  const waiting = new Set<() => void>();
  const add = (text: string): void => {
    written += redact(text);
    for (const check of waiting) check();
  };
  return {
    isTTY: terminal !== undefined,
    write: add,
    writeBytes: (data) => add(new TextDecoder().decode(data)),
    size: () => terminal,
    onResize: () => () => undefined,
    text: () => written,
    holds: (text, from = 0) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`${JSON.stringify(text)} was not printed, only:\n${written.slice(from)}`));
        }, patienceMs);
        const check = (): void => {
          if (!written.includes(text, from)) return;
          waiting.delete(check);
          clearTimeout(late);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}
