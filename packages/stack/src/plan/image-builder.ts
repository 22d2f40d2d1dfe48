import type { EngineKind } from "@slipway/engine";

/** What builds images: BuildKit by way of buildx, or the engine's own classic builder, and why that. */
export type ImageBuilder =
  | {
      readonly kind: "buildx";
      /** The builder that was named; absent: the current one. */
      readonly name?: string;
    }
  | { readonly kind: "classic"; readonly why: ClassicReason };

export type ClassicReason =
  | "buildx is not installed"
  | "DOCKER_BUILDKIT=0"
  | "COMPOSE_BAKE=false"
  | "Podman has no BuildKit";

export interface BuilderChoice {
  /** Of the project. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly engine: EngineKind;
  readonly hasBuildx: boolean;
  /** `--builder`. */
  readonly named?: string | undefined;
}

/**
 * BuildKit where it can be had and is not turned off. A builder that was named (`--builder`, BUILDX_BUILDER) is meant, and so
 * it is used for Podman, too. Source: docker/cli `command.BuildKitEnabled`; docker compose 2.40, `build_bake.go`.
 */
export function chooseBuilder({ environment, engine, hasBuildx, named }: BuilderChoice): ImageBuilder {
  const name = named ?? (environment.BUILDX_BUILDER || undefined);
  if (isOff(environment.DOCKER_BUILDKIT)) return { kind: "classic", why: "DOCKER_BUILDKIT=0" };
  if (isOff(environment.COMPOSE_BAKE)) return { kind: "classic", why: "COMPOSE_BAKE=false" };
  if (engine === "podman" && name === undefined) return { kind: "classic", why: "Podman has no BuildKit" };
  // Who names a builder is told that buildx is missing; nobody else builds for it.
  if (!hasBuildx && named === undefined) return { kind: "classic", why: "buildx is not installed" };
  return name === undefined ? { kind: "buildx" } : { kind: "buildx", name };
}

/** Source: Go `strconv.ParseBool`. */
function isOff(value: string | undefined): boolean {
  return /^(0|f|false)$/i.test(value ?? "");
}

/** For people: `with buildx`, `with the classic builder (buildx is not installed)`. */
export function builderWords(builder: ImageBuilder): string {
  if (builder.kind === "classic") return `with the classic builder (${builder.why})`;
  return builder.name === undefined ? "with buildx" : `with buildx (${builder.name})`;
}
