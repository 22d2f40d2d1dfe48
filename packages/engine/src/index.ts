/**
 * Container engines over the Docker Engine API (Docker, Podman): typed calls, streams, credentials, build contexts.
 * Knows nothing of Compose.
 */
export { portableAuthConfig } from "./auth/registry-auth.ts";
export { type ContextOptions, contextRules, packContext } from "./build-context.ts";
export { connectEngine } from "./connect.ts";
export type { ConnectOptions } from "./connect-options.ts";
export { engineSocket } from "./endpoint/resolve.ts";
export type {
  BuildOptions,
  BuildxCalls,
  CallOptions,
  CommitOptions,
  ContainerCalls,
  EndpointInfo,
  Engine,
  ExecCalls,
  ImageCalls,
  LogOptions,
  NetworkCalls,
  OutputChunk,
  ProcessStream,
  SystemCalls,
  TtySize,
  VolumeCalls,
} from "./engine.ts";
export type { EngineKind } from "./engine-kind.ts";
export { type EngineAnswer, engineErrors } from "./errors.ts";
export { type ImageReference, parseReference } from "./reference.ts";
export { digestOf } from "./registry/answers.ts";
export { openRepository } from "./registry/client.ts";
export type { Descriptor, Repository } from "./registry/repository.ts";
export type { ImageFile } from "./tar/image-contents.ts";
export { type PackedFile, packFiles } from "./tar/pack.ts";
export { packPath } from "./tar/pack-path.ts";
export { type PackedPath, packPaths } from "./tar/paths.ts";
export { type ReadEntry, readArchive } from "./tar/read.ts";
export { unpackInto } from "./tar/unpack.ts";
export type { BakeFailure, BakeFile, BakeOptions, BakeTarget, SolveStatus, SolveVertex } from "./types/bake.ts";
export type {
  ContainerConfig,
  ContainerCreate,
  ContainerInspect,
  ContainerProcesses,
  ContainerState,
  ContainerStats,
  ContainerSummary,
  ExecCreate,
  ExecInspect,
  Health,
  HealthConfig,
  MountPoint,
  PathStat,
  PortBinding,
  PortSummary,
} from "./types/container.ts";
export type { HostConfig, MountSpec, ThrottleDevice } from "./types/host-config.ts";
export type { ImageInspect, ImageSummary, ProgressLine } from "./types/image.ts";
export type { EndpointSettings, NetworkCreate, NetworkInspect } from "./types/network.ts";
export type { EngineEvent, Filters, SystemInfo, SystemVersion } from "./types/system.ts";
export type { VolumeCreate, VolumeInspect } from "./types/volume.ts";
