import type { Engine } from "@slipway/engine";
import { label } from "./labels.ts";
import type { Leftovers } from "./plan/prune.ts";

/** What the engine has of a project besides its containers, and that nothing uses. */
export async function readLeftovers(engine: Engine, projectName: string): Promise<Leftovers> {
  const [images, volumes, containers] = await Promise.all([
    engine.images.list({ filters: { dangling: ["true"], label: [`${label.project}=${projectName}`] } }),
    engine.volumes.list({ filters: { dangling: ["true"], label: [`${label.anonymousOf}=${projectName}`] } }),
    engine.containers.list({ all: true }),
  ]);
  const used = new Map(containers.map(({ Id, ImageID }) => [Id, ImageID]));
  return {
    images: images.map(({ Id }) => ({
      id: Id,
      usedBy: [...used].flatMap(([container, image]) => (image === Id ? [container] : [])),
    })),
    volumes: volumes.map(({ Name }) => Name),
  };
}
