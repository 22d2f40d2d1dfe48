/**
 * The parts of the Docker Engine API that Slipway uses, named as on the wire. A field that needs a newer API than 1.41
 * says so. Source: Docker Engine API reference, versions 1.41 to 1.51.
 */
export type Filters = Readonly<Record<string, readonly string[]>>;

export interface EngineEvent {
  readonly Type: "container" | "image" | "network" | "volume" | "daemon" | string;
  /** E.g. `start`, `die`, `health_status: healthy`, `exec_die`. */
  readonly Action: string;
  readonly Actor: {
    readonly ID: string;
    readonly Attributes: Readonly<Record<string, string>>;
  };
  readonly time: number;
  readonly timeNano: number;
}

export interface SystemInfo {
  readonly ID: string;
  readonly Name: string;
  readonly ServerVersion: string;
  readonly OperatingSystem: string;
  readonly OSType: string;
  readonly Architecture: string;
  readonly NCPU: number;
  /** Bytes. */
  readonly MemTotal: number;
  readonly DockerRootDir: string;
  readonly Driver: string;
  /** RFC 3339 by the engine's clock. */
  readonly SystemTime: string;
  readonly CgroupVersion?: string;
  readonly SecurityOptions?: readonly string[];
  readonly RegistryConfig?: { readonly Mirrors?: readonly string[] | null };
}

export interface SystemVersion {
  readonly Version: string;
  readonly ApiVersion: string;
  readonly MinAPIVersion?: string;
  readonly Os: string;
  readonly Arch: string;
  readonly Components?: readonly {
    readonly Name: string;
    readonly Version: string;
  }[];
}
