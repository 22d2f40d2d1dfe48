import { connectEngine, type Engine } from "@slipway/engine";
import type { Context } from "./context.ts";
import { cliErrors } from "./errors.ts";
import type { Globals } from "./globals.ts";

/**
 * Does work with the engine that the options and the environment name, and closes the connection. The first SIGINT or SIGTERM
 * calls the work off through the signal; the second ends it at once. Either way `CLI_INTERRUPTED` is thrown.
 */
export async function withEngine<Result>(
  context: Context,
  globals: Globals,
  work: (engine: Engine, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const engine = connect(context, globals);
  const controller = new AbortController();
  const forced = Promise.withResolvers<never>();
  const unlisten = context.onInterrupt(() => {
    if (controller.signal.aborted) forced.reject(cliErrors.error("CLI_INTERRUPTED", {}));
    controller.abort();
  });
  try {
    return await Promise.race([work(engine, controller.signal), forced.promise]);
  } catch (error) {
    throw controller.signal.aborted ? cliErrors.error("CLI_INTERRUPTED", {}, { cause: error }) : error;
  } finally {
    unlisten();
    engine.close();
  }
}

const reached = new WeakMap<Context, Engine>();

/** Asks the engine who it is while the project is still being read; {@link connect} then gives the same connection. */
export function reachEngine(context: Context, globals: Pick<Globals, "host" | "context">): void {
  try {
    const engine = connect(context, globals);
    reached.set(context, engine);
    // Whoever needs the engine asks again, and then it is told what is wrong.
    void engine.apiVersion().catch(() => undefined);
  } catch {
    // Said by connect, after what is wrong with the project.
  }
}

/** The engine that the options and the environment name; connecting happens at the first call. */
export function connect(context: Context, globals: Pick<Globals, "host" | "context">): Engine {
  const early = reached.get(context);
  reached.delete(context);
  if (early) return early;
  return connectEngine({
    env: context.env,
    ...(globals.host === undefined ? {} : { host: globals.host }),
    ...(globals.context === undefined ? {} : { context: globals.context }),
  });
}
