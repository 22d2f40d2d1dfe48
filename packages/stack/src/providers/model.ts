import type { Project } from "@slipway/compose";
import { isSlipwayError } from "@slipway/core";
import { stackErrors } from "../errors.ts";
import { modelConfig } from "./model-config.ts";
import { callProgram } from "./process.ts";
import { findPlugin } from "./program.ts";
import { type ProviderContext, programEnvironment } from "./provider.ts";

/**
 * Has the plugin `docker-model` pull a model that it does not have, and configure it. Gives the address at which its services
 * reach it. Source: docker/compose `pkg/compose/model.go`; docker model, `ls`, `pull`, `configure`, `status`.
 *
 * @throws STACK_MODEL_PLUGIN_MISSING, STACK_MODEL_FAILED
 */
export async function prepareModel(project: Project, key: string, context: ProviderContext): Promise<string> {
  const env = programEnvironment(project, context);
  const program = await findPlugin("model", env);
  if (program === undefined) throw stackErrors.error("STACK_MODEL_PLUGIN_MISSING", { model: key });
  const { model, contextSize, runtimeFlags } = modelConfig(project, key);
  const subject = { kind: "model", name: key } as const;
  const call = async (args: readonly string[], line: (text: string) => void = () => undefined): Promise<string> => {
    const lines: string[] = [];
    const why = (text: string): Error =>
      stackErrors.error("STACK_MODEL_FAILED", { model: key, args: args[0] ?? "", why: text });
    try {
      const { exitCode, complaint } = await callProgram({
        program,
        args,
        env,
        signal: context.signal,
        line: (text) => {
          lines.push(text);
          line(text);
        },
      });
      if (exitCode !== 0) throw why(complaint || `it exited with ${exitCode ?? "a signal"}`);
      return lines.join("\n");
    } catch (cause) {
      if (isSlipwayError(cause) || !(cause instanceof Error)) throw cause;
      if (cause.name === "AbortError") throw stackErrors.error("STACK_INTERRUPTED", {}, { cause });
      throw why(cause.message);
    }
  };
  if (!tagsOf(await call(["ls", "--json"])).has(model)) {
    const tell = (detail: string): void =>
      context.report({ kind: "progress", subject, state: "working", text: "Pulling", detail });
    await call(["pull", model], tell);
  }
  const size = contextSize === undefined ? [] : ["--context-size", String(contextSize)];
  const flags = runtimeFlags.length > 0 ? ["--", ...runtimeFlags] : [];
  await call(["configure", ...size, model, ...flags]);
  const status = parse(await call(["status", "--json"])) as { readonly endpoint?: unknown } | undefined;
  if (typeof status?.endpoint !== "string")
    throw stackErrors.error("STACK_MODEL_FAILED", { model: key, args: "status", why: "it names no endpoint" });
  return status.endpoint;
}

function tagsOf(text: string): ReadonlySet<unknown> {
  const models = parse(text);
  const list: readonly unknown[] = Array.isArray(models) ? models : [];
  return new Set(list.flatMap((one) => (one as { readonly tags?: unknown } | null)?.tags ?? []));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
