import { execFile, spawn } from "node:child_process";
import { access, readFile, statfs } from "node:fs/promises";
import type { Engine } from "@slipway/engine";
import type { Context } from "../context.ts";
import { connect } from "../engine.ts";
import type { Globals } from "../globals.ts";

/** What the probes see of this machine, and what cures may do to it. Tests make their own. */
export interface Machine {
  readonly platform: string;
  readonly isRoot: boolean;
  readonly userName: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** An engine that has not been spoken to yet; the caller closes it. */
  readonly engine: () => Engine;
  /** The standard output of a program, or undefined when it is missing or fails. */
  readonly output: (program: string, args: readonly string[]) => Promise<string | undefined>;
  readonly exists: (path: string) => Promise<boolean>;
  readonly read: (path: string) => Promise<string | undefined>;
  /** Bytes that are free where a path is; undefined when that cannot be known. */
  readonly freeBytes: (path: string) => Promise<number | undefined>;
  /** The HTTP status of an address, or undefined when nothing answers within a few seconds. */
  readonly httpStatus: (url: string) => Promise<number | undefined>;
  /** Runs a program in front of the person; gives its exit code. */
  readonly run: (command: readonly string[]) => Promise<number>;
}

/** How long a registry may take to answer. */
const registryTimeoutMs = 3000;

/** This machine. */
export function thisMachine(context: Context, globals: Globals): Machine {
  const unlessMissing = <Value>(value: Promise<Value>): Promise<Value | undefined> => value.catch(() => undefined);
  const output: Machine["output"] = (program, args) =>
    new Promise((done) => {
      execFile(program, [...args], { timeout: 5000 }, (error, stdout) => done(error ? undefined : stdout));
    });
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    userName: async () => (await output("id", ["-un"]))?.trim() ?? "$USER",
    env: context.env,
    engine: () => connect(context, globals),
    output,
    exists: async (path) => (await unlessMissing(access(path).then(() => true))) ?? false,
    read: (path) => unlessMissing(readFile(path, "utf8")),
    freeBytes: (path) => unlessMissing(statfs(path).then((found) => found.bavail * found.bsize)),
    httpStatus: (url) => {
      const answer = fetch(url, { signal: AbortSignal.timeout(registryTimeoutMs) });
      return unlessMissing(answer.then((response) => response.status));
    },
    run: ([program = "", ...args]) =>
      new Promise((done) => {
        const child = spawn(program, args, { stdio: ["ignore", 2, 2] });
        child.on("error", () => done(127));
        child.on("close", (code) => done(code ?? 1));
      }),
  };
}
