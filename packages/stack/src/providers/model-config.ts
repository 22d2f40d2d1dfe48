import type { Project } from "@slipway/compose";

/** What the model runner is told of a model. */
interface ModelConfig {
  readonly model: string;
  readonly contextSize?: number;
  readonly runtimeFlags: readonly string[];
}

/** The name under which the runner knows a model of the project. */
export function modelConfig({ models }: Pick<Project, "models">, key: string): ModelConfig {
  const { model, context_size: size, runtime_flags: flags } = models[key] ?? {};
  return {
    model: typeof model === "string" ? model : key,
    ...(typeof size === "number" && size > 0 ? { contextSize: size } : {}),
    runtimeFlags: Array.isArray(flags) ? flags.map(String) : [],
  };
}
