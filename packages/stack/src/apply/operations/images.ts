import { isSlipwayError, SlipwayError } from "@slipway/core";
import type { Engine } from "@slipway/engine";
import { buildImage } from "../../build.ts";
import { stackErrors } from "../../errors.ts";
import type { Operation } from "../../plan/operation.ts";
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
  } catch (cause) {
    if (signal.aborted || !isSlipwayError(cause)) throw cause;
    const service = serviceOf(projectOf(context), operation.service);
    if (service.build) {
      await buildImage({ ...context, project: projectOf(context) }, service, {});
      return;
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
