import { attachTo } from "@slipway/stack";
import { observeTarget } from "../../carry-out.ts";
import type { Input } from "../../command.ts";
import type { Context } from "../../context.ts";
import { connect } from "../../engine.ts";
import { withProcessIO } from "../../process-io.ts";
import { checkServices } from "../../services.ts";
import type { attachOptions } from "./command.ts";

export async function run(context: Context, { args, options, globals }: Input<typeof attachOptions>): Promise<number> {
  const [service = ""] = args;
  const { index, detachKeys, noStdin, sigProxy } = options;
  const { target, look } = await observeTarget(context, globals);
  const engine = connect(context, globals);
  try {
    const observed = await look(engine);
    checkServices([service], target, observed);
    const attached = await attachTo(engine, observed, {
      service,
      stdin: !noStdin,
      ...(index === undefined ? {} : { index }),
      ...(detachKeys === undefined ? {} : { detachKeys }),
    });
    const unlisten = context.onInterrupt((signal) => {
      if (sigProxy) attached.signal(signal);
      else attached.leave();
    });
    try {
      return await withProcessIO(context, { tty: attached.tty, stdin: !noStdin }, attached.run);
    } finally {
      unlisten();
    }
  } finally {
    engine.close();
  }
}
