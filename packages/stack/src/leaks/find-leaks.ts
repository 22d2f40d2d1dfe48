import { type Diagnostic, formsOf } from "@slipway/core";
import type { ContainerInspect, Engine } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import type { ObservedContainers } from "../observed.ts";
import { containsAny } from "./contains-any.ts";

/** A secret to look for. */
export interface KnownSecret {
  readonly key: string;
  /** The value, and what else is made of it and handed out, such as a URL. Their encoded forms are looked for, too. */
  readonly texts: readonly string[];
  /** The services whose containers may have it in their environment. */
  readonly services: readonly string[];
}

/** Shorter texts are found everywhere and say nothing. */
const shortest = 8;

/**
 * Where on the engine secrets are seen that should not be: in the environment of a container that may not have them, in a command or
 * a label, and anywhere in an image of the project, which others may be given.
 */
export async function findLeaks(
  engine: Engine,
  { containers }: ObservedContainers,
  {
    secrets,
    images,
    signal,
  }: { readonly secrets: readonly KnownSecret[]; readonly images: readonly string[]; readonly signal: AbortSignal },
): Promise<readonly Diagnostic[]> {
  const known = secrets.map(({ texts, ...secret }) => ({
    ...secret,
    texts: texts.filter((text) => text.length >= shortest).flatMap((text) => [...formsOf(text, { shortest })]),
  }));
  const found: Diagnostic[] = [];
  const inspects = await Promise.all(containers.map(({ id }) => engine.containers.inspect(id, { signal })));
  for (const [at, inspect] of inspects.entries()) {
    const service = containers[at]?.service ?? "";
    for (const { key, place } of leaksOf(inspect, service, known)) {
      const container = inspect.Name.replace(/^\//, "");
      found.push(stackErrors.diagnostic("STACK_SECRET_IN_CONTAINER", { key, container, place }));
    }
  }
  const texts = known.flatMap((secret) => secret.texts.map((text) => ({ key: secret.key, text })));
  for (const image of images) {
    for await (const { path, layer, content } of engine.images.contents(image, { signal })) {
      const place = layer === undefined ? "its environment, labels or history" : `/${path}`;
      for (const key of await containsAny(content, texts)) {
        found.push(stackErrors.diagnostic("STACK_SECRET_IN_IMAGE", { key, image, place }));
      }
    }
  }
  return found;
}

/** Pure: what of a container's description holds a secret that may not stand there. */
function leaksOf(
  { Config, Args, Path }: Pick<ContainerInspect, "Config" | "Args" | "Path">,
  service: string,
  secrets: readonly KnownSecret[],
): readonly { readonly key: string; readonly place: string }[] {
  const allowed = secrets
    .filter((secret) => secret.services.includes(service))
    .flatMap(({ texts }) => texts)
    .sort((a, b) => b.length - a.length);
  const places: (readonly [place: string, text: string])[] = [
    ...(Config.Env ?? []).map((variable): [string, string] => {
      // What may be there does not hide what may not: a URL that a service sees has the password in it.
      const rest = allowed.reduce((text, secret) => text.replaceAll(secret, ""), variable);
      return [`the variable ${variable.split("=", 1)[0]}`, rest];
    }),
    ...Object.entries(Config.Labels ?? {}).map(([name, value]): [string, string] => [`the label ${name}`, value]),
    ["its command", [Path, ...(Args ?? [])].join(" ")],
  ];
  return places.flatMap(([place, text]) =>
    secrets.flatMap(({ key, texts }) => (texts.some((secret) => text.includes(secret)) ? [{ key, place }] : [])),
  );
}
