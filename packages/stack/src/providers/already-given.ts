import type { Project } from "@slipway/compose";
import type { Engine } from "@slipway/engine";
import { label } from "../labels.ts";
import { inspectIfThere, observeContainers } from "../observe.ts";
import { type Given, isGiven } from "./given.ts";

/**
 * The variables that the services of a project were given when their containers were made: what planning assumes, because only
 * doing it tells what providers give now. With `noDeps` a project no longer tells what its services depend on. Without services
 * that are given any, the engine is not asked.
 */
export async function alreadyGiven(
  engine: Engine,
  project: Project,
  { signal, noDeps = false }: { readonly signal: AbortSignal; readonly noDeps?: boolean | undefined },
): Promise<Given> {
  const unknown = noDeps && Object.values(project.disabledServices).some(({ provider }) => provider);
  const services = Object.values(project.services).filter((service) => unknown || isGiven(project, service));
  if (services.length === 0) return new Map();
  const { containers } = await observeContainers(engine, project.name, signal);
  const found = await Promise.all(
    services.map(async ({ name }) => {
      const container = containers.find(
        ({ service, oneOff, summary }) => service === name && !oneOff && names(summary),
      );
      const inspect = container && (await inspectIfThere(engine, container.id, { signal }));
      if (!inspect) return undefined;
      const wanted = new Set(names(container.summary)?.split(","));
      const variables = (inspect.Config.Env ?? []).flatMap((text) => {
        const equals = text.indexOf("=");
        return wanted.has(text.slice(0, equals)) ? [[text.slice(0, equals), text.slice(equals + 1)] as const] : [];
      });
      return [name, Object.fromEntries(variables)] as const;
    }),
  );
  return new Map(found.filter((one) => one !== undefined));
}

function names({ Labels }: { readonly Labels: Readonly<Record<string, string>> }): string | undefined {
  return Labels[label.given];
}
