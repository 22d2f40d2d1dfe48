import type { Project } from "@slipway/compose";
import type { Engine } from "@slipway/engine";
import type { Observed } from "./observed.ts";

/** For plans that only build or push images: they need to know nothing of what runs. */
export async function nothingObserved(engine: Engine, project: Project): Promise<Observed> {
  return {
    projectName: project.name,
    apiVersion: await engine.apiVersion(),
    at: 0,
    containers: [],
    networks: [],
    volumes: [],
    images: new Map(),
    contents: new Map(),
  };
}
