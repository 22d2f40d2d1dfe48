import type { Operation } from "../../plan/operation.ts";
import type { ApplyContext } from "../context.ts";
import { projectOf, serviceOf } from "./containers.ts";

/** Has a provider do its part; what it sets is kept for the services that depend on it. */
export async function callServiceProvider(
  { service: name, command }: Extract<Operation, { kind: "call-provider" }>,
  context: ApplyContext,
): Promise<void> {
  const { callProvider } = await import("../../providers/provider.ts");
  const project = projectOf(context);
  const answer = await callProvider(project, serviceOf(project, name), command, context);
  context.answers?.providers.set(name, answer);
}

/** Has the model runner make a model ready; its address is kept for the services that use it. */
export async function prepareServiceModel(
  { model }: Extract<Operation, { kind: "prepare-model" }>,
  context: ApplyContext,
): Promise<void> {
  const { prepareModel } = await import("../../providers/model.ts");
  context.answers?.models.set(model, await prepareModel(projectOf(context), model, context));
}
