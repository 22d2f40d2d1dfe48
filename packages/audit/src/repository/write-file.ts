import { chmodSync, existsSync, realpathSync, renameSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Replaces the text of a file at once: it is never seen half written, and keeps its mode. One that is not there is made. */
export function writeFile(name: string, text: string): void {
  // What a link leads to is written, not the link.
  const path = existsSync(name) ? realpathSync(name) : name;
  const temporary = join(dirname(path), `.slipway-audit-${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    if (existsSync(path)) chmodSync(temporary, statSync(path).mode & 0o777);
    renameSync(temporary, path);
  } catch (cause) {
    try {
      unlinkSync(temporary);
    } catch {
      // It was not made: the first failure is the one to tell of.
    }
    throw cause;
  }
}
