import type { EngineKind } from "./engine-kind.ts";
import type { ImageFile } from "./tar/image-contents.ts";
import type { BakeOptions, SolveStatus } from "./types/bake.ts";
import type {
  ContainerCreate,
  ContainerInspect,
  ContainerProcesses,
  ContainerStats,
  ContainerSummary,
  ExecCreate,
  ExecInspect,
  PathStat,
} from "./types/container.ts";
import type { ImageInspect, ImageSummary, ProgressLine } from "./types/image.ts";
import type { EndpointSettings, NetworkCreate, NetworkInspect } from "./types/network.ts";
import type { EngineEvent, Filters, SystemInfo, SystemVersion } from "./types/system.ts";
import type { VolumeCreate, VolumeInspect } from "./types/volume.ts";

/** Every call can be called off: it, and the reading of a stream that it gave, then reject with the signal's reason. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/**
 * A container engine. One function is one call of the Docker Engine API; every failure is a `SlipwayError` of the
 * table in errors.ts (`ENGINE_UNREACHABLE`, `ENGINE_NO_SUCH_IMAGE`, `ENGINE_PORT_IN_USE`, …).
 */
export interface Engine {
  readonly endpoint: EndpointInfo;
  readonly system: SystemCalls;
  readonly containers: ContainerCalls;
  readonly images: ImageCalls;
  readonly networks: NetworkCalls;
  readonly volumes: VolumeCalls;
  readonly exec: ExecCalls;
  readonly buildx: BuildxCalls;
  /** The API version in use, negotiated at the first call that needs it: the lower of the engine's and ours. */
  apiVersion(): Promise<string>;
  /** Whose engine it is; known with the API version. */
  kind(): Promise<EngineKind>;
  /** Variables for containers and builds that reach the network over a proxy, from the docker configuration. */
  proxies(): Readonly<Record<string, string>>;
  /** Closes idle connections. Streams in use end with an error. */
  close(): void;
}

export interface EndpointInfo {
  /** `unix:///var/run/docker.sock`, `tcp://host:2376`. */
  readonly address: string;
  /** What named it: `DOCKER_HOST`, `context "x"`, `--host`, `default`. */
  readonly from: string;
  /** True when the engine may have another file system and other ports than this machine. */
  readonly remote: boolean;
}

export interface SystemCalls {
  ping(options?: CallOptions): Promise<void>;
  version(options?: CallOptions): Promise<SystemVersion>;
  info(options?: CallOptions): Promise<SystemInfo>;
  /**
   * The engine's events in Docker's words, from `since` (seconds since 1970, fractions allowed) on. The promise resolves when the engine has
   * accepted the subscription, so nothing that is done afterwards is missed. Leaving the loop ends the subscription; without
   * `until` the events never end, and an engine that goes away is an `ENGINE_CONNECTION_LOST`.
   */
  events(
    options?: CallOptions & {
      since?: number;
      until?: number;
      filters?: Filters;
    },
  ): Promise<AsyncIterable<EngineEvent>>;
}

export interface LogOptions extends CallOptions {
  readonly follow?: boolean;
  /** Lines from the end; "all" is the default. */
  readonly tail?: number | "all";
  /** Seconds since 1970 (fractions allowed) or RFC 3339. */
  readonly since?: string;
  readonly until?: string;
  readonly timestamps?: boolean;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
}

export interface OutputChunk {
  readonly stream: "stdout" | "stderr";
  readonly data: Uint8Array;
  /** A frame of the engine begins here: one or more lines, or in a log the next piece of a line of more than 16 KiB. */
  readonly begins?: true;
}

/** A two-way stream to a container's or an exec's process. */
export interface ProcessStream {
  /** Everything that the process prints, in order; with a TTY all of it is stdout. Ends when the process closes it. */
  readonly output: AsyncIterable<OutputChunk>;
  /** Resolves when the bytes are handed over. */
  write(data: Uint8Array): Promise<void>;
  /** Closes the process's standard input. */
  end(): void;
  /** Drops the connection; the process goes on. */
  close(): void;
}

export interface ContainerCalls {
  list(options?: CallOptions & { all?: boolean; filters?: Filters }): Promise<readonly ContainerSummary[]>;
  inspect(id: string, options?: CallOptions): Promise<ContainerInspect>;
  create(
    body: ContainerCreate,
    options?: CallOptions & { name?: string; platform?: string },
  ): Promise<{ readonly Id: string; readonly Warnings: readonly string[] }>;
  /** Starting a running container is no error. */
  start(id: string, options?: CallOptions): Promise<void>;
  /** Stopping a stopped container is no error. `timeout` in seconds; absent: the container's own. */
  stop(id: string, options?: CallOptions & { timeout?: number }): Promise<void>;
  restart(id: string, options?: CallOptions & { timeout?: number }): Promise<void>;
  kill(id: string, options?: CallOptions & { killSignal?: string }): Promise<void>;
  pause(id: string, options?: CallOptions): Promise<void>;
  unpause(id: string, options?: CallOptions): Promise<void>;
  rename(id: string, name: string, options?: CallOptions): Promise<void>;
  /** Removing a container that is gone is no error. `volumes`: its anonymous volumes too. */
  remove(id: string, options?: CallOptions & { force?: boolean; volumes?: boolean }): Promise<void>;
  /**
   * The exit code of a container. The outer promise resolves when the engine has accepted the wait, so the container can be
   * started afterwards and its end is not missed.
   */
  wait(
    id: string,
    options?: CallOptions & {
      condition?: "not-running" | "next-exit" | "removed";
    },
  ): Promise<{ readonly exit: Promise<number> }>;
  /**
   * Sees to it that the container's healthcheck is run until the signal or its end: Podman does so only where systemd has
   * timers for it. Does nothing on Docker, which runs them by itself. Resolves when there is nothing (more) to do.
   */
  keepProbed(id: string, options: { signal: AbortSignal }): Promise<void>;
  /**
   * `tty` as the container was made: without it the two streams are told apart. Undefined when it is not known: the log itself
   * tells it, if it is asked for with `timestamps`.
   */
  logs(id: string, tty: boolean | undefined, options?: LogOptions): Promise<AsyncIterable<OutputChunk>>;
  attach(
    id: string,
    tty: boolean,
    options?: CallOptions & {
      stdin?: boolean;
      logs?: boolean;
      detachKeys?: string;
    },
  ): Promise<ProcessStream>;
  /** Rows and columns of the TTY. */
  resize(id: string, size: TtySize, options?: CallOptions): Promise<void>;
  /** Unpacks a tar archive into the container at the directory `path`; `keepOwners`: with the user and group ids of the archive. */
  putArchive(
    id: string,
    path: string,
    tar: Uint8Array | AsyncIterable<Uint8Array>,
    options?: CallOptions & { keepOwners?: boolean },
  ): Promise<void>;
  /** What is at a path in the container; undefined when nothing is. */
  statPath(id: string, path: string, options?: CallOptions): Promise<PathStat | undefined>;
  /** The processes of a running container. */
  top(id: string, options?: CallOptions): Promise<ContainerProcesses>;
  /** What a container uses: one sample a second until it ends, or one (of two, so that the load is known) with `once`. */
  stats(id: string, options?: CallOptions & { once?: boolean }): AsyncIterable<ContainerStats>;
  /** The file system of a container as a tar stream. */
  export(id: string, options?: CallOptions): Promise<AsyncIterable<Uint8Array>>;
  /** Makes an image of a container and gives its id. */
  commit(id: string, options: CallOptions & CommitOptions): Promise<string>;
  /** The file or directory at `path` as a tar stream. */
  getArchive(id: string, path: string, options?: CallOptions): Promise<AsyncIterable<Uint8Array>>;
}

/** Source: Engine API 1.41, `POST /commit`. */
export interface CommitOptions {
  readonly repository?: string;
  readonly tag?: string;
  readonly author?: string;
  readonly message?: string;
  /** Dockerfile instructions. */
  readonly changes?: readonly string[];
  /** Freeze the container meanwhile. */
  readonly pause: boolean;
}

export interface TtySize {
  readonly rows: number;
  readonly columns: number;
}

export interface BuildOptions extends CallOptions {
  /** A tar stream of the context. */
  readonly context: AsyncIterable<Uint8Array>;
  /** Path of the Dockerfile inside the context. */
  readonly dockerfile?: string;
  readonly tags?: readonly string[];
  readonly args?: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly cacheFrom?: readonly string[];
  readonly network?: string;
  readonly platform?: string;
  readonly extraHosts?: readonly string[];
  readonly shmSize?: number;
  readonly ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
  /** Bytes that a step may use. */
  readonly memory?: number;
  /** Of Windows. */
  readonly isolation?: string;
}

export interface ImageCalls {
  /** Undefined when the engine has no such image. */
  inspect(name: string, options?: CallOptions): Promise<ImageInspect | undefined>;
  list(options?: CallOptions & { filters?: Filters }): Promise<readonly ImageSummary[]>;
  /** Progress lines until the image is there; a failure throws. Credentials come from the Docker configuration. */
  pull(name: string, options?: CallOptions & { platform?: string }): AsyncIterable<ProgressLine>;
  push(name: string, options?: CallOptions): AsyncIterable<ProgressLine>;
  /** What the name stands for in its registry now: `sha256:…`. The image is not pulled. Podman does not ask for it, so this program does. */
  digest(name: string, options?: CallOptions): Promise<string>;
  tag(name: string, repository: string, tag: string, options?: CallOptions): Promise<void>;
  remove(name: string, options?: CallOptions & { force?: boolean }): Promise<void>;
  /** Every file of an image, of all its layers, and what describes it. */
  contents(name: string, options?: CallOptions): AsyncIterable<ImageFile>;
  /** The classic builder. Progress lines; the last with `aux.ID` names the image. A failed step throws `ENGINE_BUILD_FAILED`. */
  build(options: BuildOptions): AsyncIterable<ProgressLine>;
}

/** BuildKit, by way of the docker CLI's plugin buildx, which is made to speak to the same engine. */
export interface BuildxCalls {
  /** The plugin's executable; undefined when it is not installed. */
  find(): string | undefined;
  /**
   * Builds the targets of a bake file and gives what BuildKit tells meanwhile. A failed step throws `ENGINE_BUILD_FAILED`; its cause
   * is a `BakeFailure`. Throws `ENGINE_BUILDX` when the plugin is missing or cannot do it, `ENGINE_BUILDER_TOO_OLD`.
   */
  bake(options: BakeOptions): AsyncIterable<SolveStatus>;
}

export interface NetworkCalls {
  list(options?: CallOptions & { filters?: Filters }): Promise<readonly NetworkInspect[]>;
  inspect(id: string, options?: CallOptions): Promise<NetworkInspect>;
  create(body: NetworkCreate, options?: CallOptions): Promise<{ readonly Id: string }>;
  connect(id: string, container: string, endpoint?: EndpointSettings, options?: CallOptions): Promise<void>;
  disconnect(id: string, container: string, options?: CallOptions & { force?: boolean }): Promise<void>;
  /** Removing a network that is gone is no error. */
  remove(id: string, options?: CallOptions): Promise<void>;
}

export interface VolumeCalls {
  list(options?: CallOptions & { filters?: Filters }): Promise<readonly VolumeInspect[]>;
  inspect(name: string, options?: CallOptions): Promise<VolumeInspect>;
  create(body: VolumeCreate, options?: CallOptions): Promise<VolumeInspect>;
  /** Removing a volume that is gone is no error. */
  remove(name: string, options?: CallOptions & { force?: boolean }): Promise<void>;
}

export interface ExecCalls {
  create(container: string, body: ExecCreate, options?: CallOptions): Promise<{ readonly Id: string }>;
  /** Starts it attached: a hijacked connection. */
  start(id: string, tty: boolean, options?: CallOptions): Promise<ProcessStream>;
  startDetached(id: string, tty: boolean, options?: CallOptions): Promise<void>;
  inspect(id: string, options?: CallOptions): Promise<ExecInspect>;
  resize(id: string, size: TtySize, options?: CallOptions): Promise<void>;
}
