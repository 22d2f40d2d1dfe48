import { exitCode } from "@slipway/core";
import { execIn, planExec } from "@slipway/stack";
import { observeTarget, showPlan } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { withEngine } from "../../engine.ts";
import { usesTty, withProcessIO } from "../../process-io.ts";
import { checkServices } from "../../services.ts";
import { withEnvironment } from "../../variables.ts";
import type { execOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof execOptions>): Promise<number> {
  const [service = "", ...command] = args;
  const { target, look } = await observeTarget(context, globals);
  const tty = usesTty(context, options) && !options.detach;
  const stdin = options.interactive && !options.detach;
  const { index, user, workdir } = options;
  return withEngine(context, globals, async (engine, signal, ahead) => {
    const observed = await look(engine, signal, ahead);
    checkServices([service], target, observed);
    const asked = {
      service,
      command,
      privileged: options.privileged,
      detach: options.detach,
      ...(index === undefined ? {} : { index }),
      ...(user === undefined ? {} : { user }),
      ...(workdir === undefined ? {} : { workdir }),
    };
    if (globals.dryRun) {
      showPlan(context, globals, planExec(observed, asked));
      return exitCode.done;
    }
    const env = Object.entries(withEnvironment(options.env, context.env)).flatMap(([key, value]) =>
      value === null ? [] : [`${key}=${value}`],
    );
    return withProcessIO(context, { tty, stdin }, (io) =>
      execIn(engine, observed, { ...asked, env, signal, tty, stdin }, io),
    );
  });
}
