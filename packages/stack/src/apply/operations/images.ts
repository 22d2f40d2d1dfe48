import type { Service } from "@slipway/compose";
import { isSlipwayError, SlipwayError } from "@slipway/core";
import { type Engine, parseReference } from "@slipway/engine";
import { findBuilder } from "../../build/find-builder.ts";
import { startBuilds } from "../../build/start-builds.ts";
import { stackErrors } from "../../errors.ts";
import { buildProblems } from "../../plan/build-problems.ts";
import type { Operation } from "../../plan/operation.ts";
import { refuse } from "../../refuse.ts";
import type { Report } from "../../report.ts";
import type { ApplyContext } from "../context.ts";
import { projectOf, serviceOf } from "./containers.ts";

/** Pulls an image and reports its layers. */
async function pullImage(
  engine: Engine,
  image: string,
  report: Report,
  options: { readonly signal: AbortSignal; readonly platform?: string },
): Promise<void> {
  const subject = { kind: "image", name: image } as const;
  for await (const line of engine.images.pull(image, options)) report({ kind: "layer", subject, line });
}

/** Pulls the image of a service; when that fails and the service can be built, builds it. */
export async function pullServiceImage(
  operation: Extract<Operation, { kind: "pull-image" }>,
  context: ApplyContext,
): Promise<void> {
  const { engine, report, signal, locate } = context;
  const { image, platform } = operation;
  try {
    await pullImage(engine, image, report, { signal, ...(platform === undefined ? {} : { platform }) });
    ended(report, image, "Pulled");
  } catch (cause) {
    if (signal.aborted || !isSlipwayError(cause)) throw cause;
    const service = serviceOf(projectOf(context), operation.service);
    if (operation.optional) {
      skipped(report, { image, what: "pulled", why: cause.message });
      return;
    }
    if (service.build && !operation.pullOnly) {
      await buildInstead(service, context);
      return ended(report, image, "Built");
    }
    const at = locate?.(["services", service.name, "image"]);
    const made = stackErrors.error(
      "STACK_IMAGE_UNAVAILABLE",
      { image, service: service.name, why: cause.message },
      { cause, ...(at ? { at } : {}) },
    );
    throw cause.hint === undefined
      ? made
      : new SlipwayError({ ...made, message: made.message, hint: cause.hint, cause });
  }
}

/** Builds the image of a service that could not be pulled. @throws what the builder cannot do, and a failing build */
async function buildInstead(service: Service, context: ApplyContext): Promise<void> {
  const project = projectOf(context);
  const { observed, engine, report } = context;
  const builder = observed.builder ?? (await findBuilder(engine, project));
  refuse({ diagnostics: buildProblems(project, service, builder, context.locate ?? (() => undefined)) }, report);
  await startBuilds({ ...context, project }, [service.name], builder, { onePlatform: true })(service.name);
}

/** Pushes an image under one of its names and reports its layers. @throws STACK_PUSH_FAILED */
export async function pushImage(
  { image, service, optional }: Extract<Operation, { kind: "push-image" }>,
  { engine, report, signal, locate }: ApplyContext,
): Promise<void> {
  const subject = { kind: "image", name: image } as const;
  try {
    for await (const line of engine.images.push(image, { signal })) report({ kind: "layer", subject, line });
    ended(report, image, "Pushed");
  } catch (cause) {
    if (signal.aborted || !isSlipwayError(cause)) throw cause;
    if (optional) return skipped(report, { image, what: "pushed", why: cause.message });
    const at = locate?.(["services", service, "image"]);
    const hint = pushHint(cause, image, service);
    const why = cause.message;
    throw stackErrors.error("STACK_PUSH_FAILED", { image, service, why }, { cause, hint, ...(at ? { at } : {}) });
  }
}

/** What to do about a push that failed. */
function pushHint({ code, hint }: SlipwayError, image: string, service: string): string {
  const { registry } = parseReference(image);
  const login = `docker login${registry === "docker.io" ? "" : ` ${registry}`}`;
  if (code === "ENGINE_NO_SUCH_IMAGE") return `build it first: \`slipway build ${service}\``;
  const isRefusal = code === "ENGINE_REGISTRY_AUTH" || code === "ENGINE_IMAGE_NOT_FOUND_IN_REGISTRY";
  if (!isRefusal && hint !== undefined) return hint;
  return `\`${login}\` as somebody who may write there, and check the name of the image`;
}

function ended(report: Report, image: string, text: string): void {
  report({ kind: "progress", subject: { kind: "image", name: image }, state: "done", text });
}

/** Tells what was not done although it was asked for, and that it goes on. */
function skipped(
  report: Report,
  params: { readonly image: string; readonly what: string; readonly why: string },
): void {
  report({
    kind: "diagnostic",
    diagnostic: stackErrors.diagnostic("STACK_IMAGE_SKIPPED", params, undefined, "warning"),
  });
  const subject = { kind: "image", name: params.image } as const;
  report({ kind: "progress", subject, state: "warning", text: "Skipped" });
}
