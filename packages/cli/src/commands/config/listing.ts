import { composeHash, type Project } from "@slipway/compose";
import { nearest } from "@slipway/core";
import type { Input } from "../../command.ts";
import { cliErrors } from "../../errors.ts";
import type { Selection } from "../../project.ts";
import type { configOptions } from "./command.ts";

type Options = Input<typeof configOptions>["options"];

/** One of the outputs that name something, a line each. */
interface Listing {
  /** What has to be loaded when services were named. */
  readonly selection: (services: readonly string[]) => Selection;
  readonly text: (project: Project) => string;
}

const ofAll = (names: (project: Project) => Iterable<string>): Listing => ({
  selection: () => ({}),
  text: (project) => lines(names(project)),
});
const ofNamed = (names: (project: Project) => Iterable<string>): Listing => ({
  selection: (services) => ({ services }),
  text: (project) => lines(names(project)),
});

/** The listing that the options ask for; of several the first counts, as in docker compose. */
export function listingOf(options: Options): Listing | undefined {
  const { hash } = options;
  if (options.services) return ofNamed((project) => Object.keys(project.services));
  if (options.volumes) return ofAll((project) => Object.keys(project.volumes));
  if (options.networks) return ofAll((project) => Object.keys(project.networks));
  if (options.models) return ofAll(modelsOf);
  if (hash !== undefined) return ofAll((project) => hashesOf(project, hash));
  if (options.profiles) return { ...ofNamed(profilesOf), selection: () => ({ profiles: ["*"] }) };
  return options.images ? ofNamed(imagesOf) : undefined;
}

function lines(words: Iterable<string>): string {
  return [...words].map((word) => `${word}\n`).join("");
}

function modelsOf({ models }: Project): string[] {
  return Object.values(models).flatMap(({ model }) => (typeof model === "string" && model !== "" ? [model] : []));
}

function hashesOf(project: Project, asked: string): string[] {
  const known = Object.keys(project.services);
  const names = asked === "*" ? known : asked.split(",");
  return [...names].sort().map((name) => {
    const service = project.services[name];
    if (service) return `${name} ${composeHash(project, service)}`;
    const near = nearest(name, known);
    throw cliErrors.error("CLI_NO_SUCH_SERVICE", { service: name, project: project.name, near, known });
  });
}

function profilesOf(project: Project): Set<string> {
  const services = Object.values({ ...project.services, ...project.disabledServices });
  return new Set(services.flatMap((service) => service.profiles ?? []).sort());
}

function imagesOf(project: Project): string[] {
  return Object.values(project.services).map((service) => service.image ?? `${project.name}-${service.name}`);
}
