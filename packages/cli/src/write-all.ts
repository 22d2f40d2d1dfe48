import { writeSync } from "node:fs";

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all bytes to a file descriptor, however slow its reader is. A pipe that somebody made non-blocking is tried again
 * a millisecond later while it is full.
 */
export function writeAll(fd: number, data: Uint8Array, brokenPipe: () => never): void {
  for (let at = 0; at < data.length; ) {
    try {
      at += writeSync(fd, data, at);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === "EPIPE") brokenPipe();
      if (code !== "EAGAIN") throw cause;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
