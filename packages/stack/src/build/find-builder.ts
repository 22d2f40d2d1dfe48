import type { Project } from "@slipway/compose";
import type { Engine } from "@slipway/engine";
import { chooseBuilder, type ImageBuilder } from "../plan/image-builder.ts";

/** What builds the images of this project on this engine. `named` is `--builder`. */
export async function findBuilder(engine: Engine, project: Project, named?: string): Promise<ImageBuilder> {
  return chooseBuilder({
    environment: project.environment,
    engine: await engine.kind(),
    hasBuildx: engine.buildx.find() !== undefined,
    named,
  });
}
