import type { Project, Service } from "@slipway/compose";
import { isSlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import type { Report } from "../report.ts";
import { type Answer, readMessage } from "./messages.ts";
import { type Metadata, providerFlags, readMetadata } from "./metadata.ts";
import { callProgram } from "./process.ts";
import { findProvider } from "./program.ts";

export interface ProviderContext {
  readonly engine: Pick<Engine, "endpoint">;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export type ProviderCommand = "up" | "down" | "stop";

/** A provider that tells nothing of itself in this time, in milliseconds, is taken for one that cannot. */
const metadataLimitMs = 10_000;

/** The environment of programs that work for a project: its own, and the engine in use. */
export function programEnvironment(
  project: Project,
  { engine }: Pick<ProviderContext, "engine">,
): Record<string, string> {
  return { ...project.environment, DOCKER_HOST: engine.endpoint.address };
}

/**
 * Has the provider of a service do a command, and gives the variables that it set. `stop` is only asked of providers whose
 * metadata names it. Source: docker/compose `docs/extension.md`.
 *
 * @throws STACK_PROVIDER_MISSING, STACK_PROVIDER_OPTIONS, STACK_PROVIDER_MESSAGE, STACK_PROVIDER_FAILED
 */
export async function callProvider(
  project: Project,
  service: Service,
  command: ProviderCommand,
  context: ProviderContext,
): Promise<Answer> {
  const { type, options = {} } = service.provider ?? { type: "" };
  const env = programEnvironment(project, context);
  const program = await findProvider(type, env);
  const about = { service: service.name, type };
  if (program === undefined) throw stackErrors.error("STACK_PROVIDER_MISSING", about);
  const metadata = await askMetadata(program, env, context.signal);
  const answer = { prefixed: {} as Record<string, string>, raw: {} as Record<string, string> };
  if (command === "stop" && !metadata?.stop) return answer;
  const { flags, missing } = providerFlags(options, metadata?.[command]);
  if (missing.length > 0) throw stackErrors.error("STACK_PROVIDER_OPTIONS", { ...about, missing });
  const subject = { kind: "provider", name: service.name } as const;
  const line = (text: string): void => {
    const message = readMessage(text);
    if (!message) throw stackErrors.error("STACK_PROVIDER_MESSAGE", about);
    if (message.type === "error") throw failed(about, command, message.message);
    if (message.type === "info")
      context.report({ kind: "progress", subject, state: "working", text: firstLine(message.message) });
    if (message.type === "setenv") answer.prefixed[message.name] = message.value;
    if (message.type === "rawsetenv") answer.raw[message.name] = message.value;
  };
  const args = ["compose", `--project-name=${project.name}`, command, ...flags, service.name];
  const { exitCode, complaint } = await run(about, command, () =>
    callProgram({ program, args, env, signal: context.signal, line }),
  );
  if (exitCode !== 0) throw failed(about, command, complaint || `it exited with ${exitCode ?? "a signal"}`);
  return answer;
}

function failed(about: { readonly service: string; readonly type: string }, command: string, why: string): Error {
  return stackErrors.error("STACK_PROVIDER_FAILED", { ...about, command, why });
}

/** What stands in the way of a program is told with the service that it works for. */
async function run<T>(
  about: { readonly service: string; readonly type: string },
  command: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isSlipwayError(cause) || !(cause instanceof Error)) throw cause;
    if (cause.name === "AbortError") throw stackErrors.error("STACK_INTERRUPTED", {}, { cause });
    throw failed(about, command, cause.message);
  }
}

async function askMetadata(
  program: string,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Metadata | undefined> {
  const lines: string[] = [];
  const limit = AbortSignal.any([signal, AbortSignal.timeout(metadataLimitMs)]);
  try {
    const args = ["compose", "metadata"];
    const { exitCode } = await callProgram({
      program,
      args,
      env,
      signal: limit,
      line: (text) => void lines.push(text),
    });
    return exitCode === 0 ? readMetadata(lines.join("\n")) : undefined;
  } catch (cause) {
    // Metadata is optional; that the program cannot be run at all shows when it is run for the command.
    if (signal.aborted) throw stackErrors.error("STACK_INTERRUPTED", {}, { cause });
    return undefined;
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}
