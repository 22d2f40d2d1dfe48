import { exitCode } from "@slipway/core";
import { allCommands } from "./command.ts";
import { catalog } from "./commands.ts";
import type { Context } from "./context.ts";
import { progressMode } from "./output/progress/progress.ts";
import { renderError, renderErrorJson, toSlipwayError } from "./output/render-error.ts";
import { styleFor } from "./output/style.ts";
import { parseCommandLine, type Request } from "./program.ts";

/** Runs one command line; gives the exit code. All that can go wrong ends here, as text or JSON on standard error. */
export async function runCli(argv: readonly string[], context: Context): Promise<number> {
  let request: Request | undefined;
  try {
    request = await parseCommandLine(argv, catalog);
    return await runRequest(request, context);
  } catch (error) {
    const globals = request?.kind === "run" ? request.input.globals : undefined;
    const asJson = progressMode(context, globals ?? {}) === "json";
    const style = styleFor(context, context.stderr, globals);
    const view = { style, cwd: context.cwd, debug: Boolean(context.env.SLIPWAY_DEBUG) };
    context.stderr.write(asJson ? renderErrorJson(error) : renderError(error, view));
    const code = toSlipwayError(error).exitCode;
    // There, the code of a wrong usage says that something would change.
    return code === exitCode.usage && argv.includes("--detailed-exitcode") ? exitCode.failed : code;
  }
}

async function runRequest(request: Request, context: Context): Promise<number> {
  if (request.kind === "run") {
    const { run } = await request.command.run();
    return await run(context, request.input);
  }
  if (request.kind === "version") {
    const { versionText } = await import("./version.ts");
    context.stdout.write(versionText());
    return exitCode.done;
  }
  const { renderCommandHelp, renderFamilyHelp, renderProgramHelp } = await import("./help.ts");
  const style = styleFor(context, context.stdout);
  const { command, family } = request;
  if (command) context.stdout.write(renderCommandHelp(command, style));
  else {
    const commands = await allCommands(catalog);
    context.stdout.write(family ? renderFamilyHelp(family, commands, style) : renderProgramHelp(commands, style));
  }
  return exitCode.done;
}
