/**
 * Container engines over the Docker Engine API (Docker, Podman): typed calls, streams, credentials, build contexts.
 * Knows nothing of Compose.
 */
export { type ConnectOptions, connectEngine } from "./connect.ts";
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
export type * from "./types.ts";
