import { connectEngine, type Engine } from "@slipway/engine";
import type { Ahead, Lists } from "@slipway/stack";
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
  work: (engine: Engine, signal: AbortSignal, ahead?: Ahead) => Promise<Result>,
): Promise<Result> {
  const ahead = reached.get(context)?.ahead;
  const engine = connect(context, globals);
  const controller = new AbortController();
  const forced = Promise.withResolvers<never>();
  const unlisten = context.onInterrupt(() => {
    if (controller.signal.aborted) forced.reject(cliErrors.error("CLI_INTERRUPTED", {}));
    controller.abort();
  });
  try {
    return await Promise.race([work(engine, controller.signal, ahead), forced.promise]);
  } catch (error) {
    throw controller.signal.aborted ? cliErrors.error("CLI_INTERRUPTED", {}, { cause: error }) : error;
  } finally {
    unlisten();
    engine.close();
  }
}

/** What the engine is asked as soon as the project has a name: what the command will look at first. */
export type LookAhead = readonly (keyof Lists)[];

/** For commands that plan. */
export const wholeLook: LookAhead = ["containers", "networks", "volumes"];

interface Reached {
  readonly engine: Engine;
  readonly look: LookAhead;
  ahead?: Ahead;
}

const reached = new WeakMap<Context, Reached>();

/**
 * Asks the engine who it is while the project is still being read, and for lists as soon as its name is known; the next
 * {@link withEngine} then gets the same connection, and what was asked.
 */
export function reachEngine(context: Context, globals: Pick<Globals, "host" | "context">, look: LookAhead = []): void {
  try {
    const engine = connect(context, globals);
    reached.set(context, { engine, look });
    // Whoever needs the engine asks again, and then it is told what is wrong.
    void engine.apiVersion().catch(() => undefined);
  } catch {
    // Said by connect, after what is wrong with the project.
  }
}

/** For the loader of the project: asks the engine that was reached what it can be asked already. */
export async function askAhead(context: Context, projectName: string): Promise<void> {
  const early = reached.get(context);
  if (!early || early.look.length === 0 || early.ahead) return;
  const { lookAhead } = await import("@slipway/stack");
  early.ahead = lookAhead(early.engine, projectName, early.look);
  // Requests leave, and answers come in, only while no other work keeps the thread.
  await new Promise((resolve) => setImmediate(resolve));
}

/** The engine that the options and the environment name; connecting happens at the first call. */
export function connect(context: Context, globals: Pick<Globals, "host" | "context">): Engine {
  const early = reached.get(context);
  reached.delete(context);
  if (early) return early.engine;
  return connectEngine({
    env: context.env,
    ...(globals.host === undefined ? {} : { host: globals.host }),
    ...(globals.context === undefined ? {} : { context: globals.context }),
  });
}
