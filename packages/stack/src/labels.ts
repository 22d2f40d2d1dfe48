import type { DependencyCondition, Labels, Project, Service } from "@slipway/compose";
import manifest from "../package.json" with { type: "json" };

/**
 * The labels by which Compose tools find their resources. A container without `project`, `service`, `oneoff` and
 * `configHash` does not exist for `docker compose ps`.
 * Source: docker/compose `pkg/api/labels.go`, checked against containers that docker compose 2.40.3 makes.
 */
export const label = {
  project: "com.docker.compose.project",
  service: "com.docker.compose.service",
  /** The version of the tool that made the resource. Tools write it and none decides by it. */
  version: "com.docker.compose.version",
  workingDir: "com.docker.compose.project.working_dir",
  /** Absolute paths joined by commas. */
  configFiles: "com.docker.compose.project.config_files",
  /** Only when `--env-file` was given: absolute paths joined by commas. */
  environmentFile: "com.docker.compose.project.environment_file",
  /** `True` for the containers of `run`, else `False`. */
  oneOff: "com.docker.compose.oneoff",
  containerNumber: "com.docker.compose.container-number",
  /** docker compose's own hash of a service: when it is another one, docker compose recreates the container. */
  configHash: "com.docker.compose.config-hash",
  /**
   * Slipway's hash of a service, network or volume, and so the sign that Slipway made it. Networks and volumes have no `configHash`: docker compose makes a network
   * anew, and asks to drop a volume, when that label holds another hash than its own; without it, it uses them as they are.
   */
  resourceHash: "dev.slipway.config-hash",
  /** Fingerprints of the configs and secrets in use: `writeContents`. */
  contents: "dev.slipway.contents",
  /** The id of the image at the time of creation. */
  image: "com.docker.compose.image",
  /** `service:condition:restart`, joined by commas. */
  dependsOn: "com.docker.compose.depends_on",
  /** The names of the variables that the container was given by providers and models, joined by commas. */
  given: "dev.slipway.given",
  /** On an anonymous volume: the project that it was made for. No other tool takes it for a volume that the project names. */
  anonymousOf: "dev.slipway.project",
  /** On a volume that holds copied configs and secrets of a read-only service: that service. */
  files: "dev.slipway.files",
  slug: "com.docker.compose.slug",
  /** The name of the container that this one replaces. */
  replace: "com.docker.compose.replace",
  network: "com.docker.compose.network",
  volume: "com.docker.compose.volume",
  imageBuilder: "com.docker.compose.image.builder",
  /** Ours alone: on everything that Slipway made, and on containers of images that it built. */
  slipwayVersion: "dev.slipway.version",
} as const;

const made = { [label.version]: manifest.version, [label.slipwayVersion]: manifest.version };

export interface ContainerLabelsInput {
  /** The replica, from 1; a container of `run` has 1. */
  readonly number: number;
  readonly oneOff: boolean;
  /** The identity of a container of `run`. */
  readonly slug?: string;
  /** What docker compose compares: `composeHash`. */
  readonly configHash: string;
  /** What Slipway compares: `serviceHash`. */
  readonly ownHash: string;
  /** `writeContents`; absent: the service uses no config and no secret. */
  readonly contents?: string | undefined;
  /** `sha256:…`; absent: not known yet. */
  readonly imageId?: string;
  /** The name of the container that this one takes the place of. */
  readonly replaces?: string;
  /** The names of variables that the service was given, joined by commas. */
  readonly given?: string | undefined;
}

/**
 * The label filters that find the containers of a project. Not by the project alone: a container that somebody makes from an image
 * that was built for the project inherits that label, and is not a part of it. Source: docker compose, `hasConfigHashLabel`.
 */
export function containersOf(projectName: string): string[] {
  return [`${label.project}=${projectName}`, label.configHash];
}

/** All labels of a service's container: the service's own, and those that Compose tools find it by, which win. */
export function containerLabels(project: Project, service: Service, input: ContainerLabelsInput): Labels {
  return {
    ...service.labels,
    ...made,
    [label.project]: project.name,
    [label.service]: service.name,
    [label.workingDir]: project.workingDir,
    [label.configFiles]: project.composeFiles.join(","),
    ...(project.envFiles.length > 0 ? { [label.environmentFile]: project.envFiles.join(",") } : {}),
    [label.oneOff]: input.oneOff ? "True" : "False",
    [label.containerNumber]: String(input.number),
    [label.configHash]: input.configHash,
    [label.resourceHash]: input.ownHash,
    ...(input.contents === undefined ? {} : { [label.contents]: input.contents }),
    ...(input.given === undefined ? {} : { [label.given]: input.given }),
    [label.dependsOn]: writeDependsOn(service),
    ...(input.imageId === undefined ? {} : { [label.image]: input.imageId }),
    ...(input.slug === undefined ? {} : { [label.slug]: input.slug }),
    ...(input.replaces === undefined ? {} : { [label.replace]: input.replaces }),
  };
}

/** All labels of the network that the project's `networks` has under `key`. */
export function networkLabels(project: Project, key: string, hash: string): Labels {
  return {
    ...project.networks[key]?.labels,
    ...made,
    [label.project]: project.name,
    [label.network]: key,
    [label.resourceHash]: hash,
  };
}

/** All labels of the volume that the project's `volumes` has under `key`. */
export function volumeLabels(project: Project, key: string, hash: string): Labels {
  return {
    ...project.volumes[key]?.labels,
    ...made,
    [label.project]: project.name,
    [label.volume]: key,
    [label.workingDir]: project.workingDir,
    [label.resourceHash]: hash,
  };
}

/** All labels of an image that is built for a service. */
export function imageLabels(project: Project, service: Service, builder: "classic" | "buildkit" = "classic"): Labels {
  return {
    ...service.build?.labels,
    ...made,
    [label.project]: project.name,
    [label.service]: service.name,
    [label.imageBuilder]: builder,
  };
}

function writeDependsOn(service: Service): string {
  return Object.entries(service.depends_on ?? {})
    .map(([name, { condition, restart }]) => `${name}:${condition}:${restart === true}`)
    .join(",");
}

export interface LabelledDependency {
  readonly service: string;
  readonly condition: DependencyCondition;
  readonly restart: boolean;
}

/**
 * The dependencies that a container's `depends_on` label names, so that `down` and `stop` know the order without a file.
 * The forms of older tools (`service`, `service:condition`) are read too; an unknown condition counts as `service_started`.
 */
export function readDependsOn(text: string | undefined): readonly LabelledDependency[] {
  return (text ?? "")
    .split(",")
    .filter((part) => part !== "")
    .map((part) => {
      const [service = "", condition, restart] = part.split(":");
      return {
        service,
        condition:
          condition === "service_healthy" || condition === "service_completed_successfully"
            ? condition
            : "service_started",
        restart: restart === "true",
      };
    });
}
