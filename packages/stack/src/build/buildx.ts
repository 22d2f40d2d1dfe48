import { isSlipwayError, registerSecret } from "@slipway/core";
import type { BakeFailure } from "@slipway/engine";
import { placed } from "../apply/failure.ts";
import { contentOf } from "../contents.ts";
import { type Bake, bakeFile } from "../convert/bake-file.ts";
import type { BuildPolicy } from "../convert/build-policy.ts";
import { imageName } from "../names.ts";
import type { ImageContext } from "./context.ts";
import { type SolveLine, SolveLines } from "./solve-lines.ts";

/** What of one bake failed, and for which service. */
export class BakeFailed extends Error {
  /** Undefined when none is to blame: buildx cannot be run. */
  readonly service: string | undefined;
  readonly failure: unknown;

  constructor(service: string | undefined, failure: unknown) {
    super("a bake failed", { cause: failure });
    this.service = service;
    this.failure = failure;
  }
}

/**
 * Builds the images of services with one `buildx bake`, which orders them and does as much at once as it can, and loads them into
 * the engine. `printed` is called with the findings of a check.
 * @throws BakeFailed
 */
export async function buildWithBuildx(
  context: ImageContext,
  services: readonly string[],
  policy: BuildPolicy & { readonly builder?: string },
  printed: (text: string) => void = () => undefined,
): Promise<void> {
  const { engine, project, locate, signal } = context;
  const bake = bakeFile(project, services, policy);
  checkSecrets(context, bake);
  const lines = new SolveLines(Object.keys(bake.file.target));
  const { file, allow, env } = bake;
  const builder = policy.builder === undefined ? {} : { builder: policy.builder };
  try {
    for await (const status of engine.buildx.bake({ file, allow, env, signal, ...builder })) {
      if (status.printed !== undefined) printed(status.printed);
      for (const line of lines.add(status)) tell(context, bake, line);
    }
  } catch (cause) {
    const target = isSlipwayError(cause) ? (cause.cause as Partial<BakeFailure> | undefined)?.target : undefined;
    const service = target === undefined ? undefined : bake.services.get(target);
    const place = ["services", service ?? services[0] ?? "", "build"];
    throw new BakeFailed(service, placed(cause, locate?.(place)));
  }
}

function tell({ project, report }: ImageContext, bake: Bake, line: SolveLine): void {
  const name = bake.services.get(line.target) ?? "";
  const service = project.services[name] ?? project.disabledServices[name];
  if (!service) return;
  const subject = { kind: "image", name: imageName(project, service) } as const;
  if ("text" in line) report({ kind: "build", subject, text: line.text });
  else report({ kind: "layer", subject, line: line.layer });
}

/** Files of secrets larger than this are no passwords; their lines are not looked for in what is printed. */
const longestSecret = 4096;

/**
 * Reads the secrets of the builds, so that one that is missing is told before anything is built, and none is printed when a
 * step of the Dockerfile prints it.
 * @throws BakeFailed
 */
function checkSecrets({ project, locate }: ImageContext, { services }: Bake): void {
  for (const name of services.values()) {
    const service = project.services[name] ?? project.disabledServices[name];
    for (const { source } of service?.build?.secrets ?? []) {
      const entry = project.secrets[source];
      if (!entry) continue;
      try {
        const content = contentOf("secret", source, entry, project, locate?.(["secrets", source]));
        if (content.length <= longestSecret) registerSecret(Buffer.from(content).toString("utf8").trim());
      } catch (failure) {
        throw new BakeFailed(name, failure);
      }
    }
  }
}
