import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { exitCode } from "@slipway/core";
import type { Context } from "../context.ts";
import { cliErrors } from "../errors.ts";
import type { Globals } from "../globals.ts";
import { shortPath } from "../output/render-error.ts";

interface Generated {
  readonly text: string;
  /** As the option says it: a path, `-` for standard output, or undefined. */
  readonly output: string | undefined;
  /** The name of the file without the option, beside the file `beside`. */
  readonly usual: string;
  readonly beside: string;
  /** Only compare. */
  readonly check: boolean;
  /** The command that makes it. */
  readonly command: string;
}

/** Writes a generated file when it differs from what is there, and says so. @throws CLI_FILE_OUT_OF_DATE, CLI_CANNOT_WRITE */
export async function writeGenerated(
  { cwd, stdout }: Context,
  { dryRun }: Globals,
  { text, output, usual, beside, check, command }: Generated,
): Promise<number> {
  if (output === "-") {
    stdout.write(text);
    return exitCode.done;
  }
  const path = output === undefined ? join(dirname(beside), usual) : resolve(cwd, output);
  const shown = shortPath(path, cwd);
  const before = await readFile(path, "utf8").catch(() => undefined);
  if (before === text) {
    stdout.write(`${shown} is up to date.\n`);
    return exitCode.done;
  }
  if (check) throw cliErrors.error("CLI_FILE_OUT_OF_DATE", { path: shown, command });
  if (!dryRun) {
    try {
      await writeFile(path, text);
    } catch (cause) {
      const reason = (cause as Error).message.replace(/, open .*$/, "");
      throw cliErrors.error("CLI_CANNOT_WRITE", { path: shown, reason }, { cause });
    }
  }
  stdout.write(`${dryRun ? "would write" : "written"} ${shown}\n`);
  return exitCode.done;
}
