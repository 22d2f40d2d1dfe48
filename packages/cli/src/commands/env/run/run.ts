import { constants } from "node:os";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { cliErrors } from "../../../errors.ts";
import { openSnapshot } from "../../../settings/open-settings.ts";
import type { envRunOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof envRunOptions>): Promise<number> {
  const words = args[0] === "--" ? args.slice(1) : args;
  const [program, ...rest] = words;
  if (program === undefined) throw cliErrors.error("CLI_NO_COMMAND", { command: "env run" });
  const { snapshot } = await openSnapshot(context, globals, options);
  const { service } = options;
  const variables = snapshot.variables(service === undefined ? {} : { service });
  const { spawn } = await import("node:child_process");
  const output = options.redact ? "pipe" : "inherit";
  const child = spawn(program, rest, { env: { ...context.env, ...variables }, stdio: ["inherit", output, output] });
  child.stdout?.on("data", (data: Uint8Array) => context.stdout.writeBytes(data));
  child.stderr?.on("data", (data: Uint8Array) => context.stderr.writeBytes(data));
  // A terminal sends Ctrl-C to the command by itself; we only must not end before it.
  const unlisten = context.onInterrupt((signal) => {
    if (signal === "SIGTERM" || !context.stdin.isTTY) child.kill(signal);
  });
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on("error", (cause: NodeJS.ErrnoException) => {
        const why = cause.code === "ENOENT" ? "there is no such command" : cause.message;
        reject(
          cliErrors.error(
            "CLI_CANNOT_RUN",
            { command: program, why },
            { cause, exitCode: cause.code === "ENOENT" ? 127 : 126 },
          ),
        );
      });
      child.on("close", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    unlisten();
  }
}
