import type { ProcessIO } from "@slipway/stack";
import type { Context } from "./context.ts";

/** Whether a child gets a terminal: when ours is one at both ends, unless `-T` says otherwise. */
export function usesTty(
  { stdin, stdout }: Context,
  options: { readonly noTty: boolean; readonly interactive: boolean },
): boolean {
  return !options.noTty && stdout.isTTY && (stdin.isTTY || !options.interactive);
}

/**
 * Connects our standard streams with a child's while `work` lasts. With a TTY every key goes to the child from the moment that
 * it is first read for it; before (an image is pulled) Ctrl-C still ends us.
 */
export async function withProcessIO<Result>(
  { stdin, stdout, stderr }: Context,
  { tty, stdin: interactive }: { readonly tty: boolean; readonly stdin: boolean },
  work: (io: ProcessIO) => Promise<Result>,
): Promise<Result> {
  const raw = tty && interactive && stdin.isTTY;
  async function* keys(): AsyncIterable<Uint8Array> {
    if (raw) stdin.setRawMode(true);
    yield* stdin.chunks();
  }
  try {
    return await work({
      ...(interactive ? { stdin: keys() } : {}),
      stdout: (data) => stdout.writeBytes(data),
      stderr: (data) => stderr.writeBytes(data),
      size: () => stdout.size(),
      onResize: (listener) => stdout.onResize(listener),
    });
  } finally {
    if (raw) stdin.setRawMode(false);
  }
}
