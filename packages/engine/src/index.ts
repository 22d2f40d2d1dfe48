/**
 * Container engines over the Docker Engine API (Docker, Podman): typed calls, streams, credentials, build contexts.
 * Knows nothing of Compose.
 */
export { type ContextOptions, packContext } from "./build-context.ts";
export { connectEngine } from "./connect.ts";
export type { ConnectOptions } from "./connect-options.ts";
export type {
  BuildOptions,
  CallOptions,
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
export { type EngineAnswer, engineErrors } from "./errors.ts";
export { type ImageReference, parseReference } from "./reference.ts";
export { type PackedFile, packFiles } from "./tar/pack.ts";
export type * from "./types.ts";
