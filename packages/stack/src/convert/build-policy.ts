/** What `build` may do beyond what the project says. */
export interface BuildPolicy {
  readonly noCache?: boolean;
  /** Look for a newer base image. */
  readonly pull?: boolean;
  /** Win over those of the project; null takes the value of the process's environment. */
  readonly args?: Readonly<Record<string, string | null>>;
  /** Arguments for proxies, over which all others win. */
  readonly proxies?: Readonly<Record<string, string>>;
  /** `default` or `ID=SOCKET`, added to the project's. */
  readonly ssh?: readonly string[];
  /** Attestations, instead of the project's: `true`, `false`, `mode=max`. */
  readonly provenance?: string;
  readonly sbom?: string;
  /** Bytes that a step may use; the classic builder's alone. */
  readonly memory?: number;
  /** Look for problems instead of building. */
  readonly check?: boolean;
  readonly push?: boolean;
  /** Only for the platform that the service runs on. */
  readonly onePlatform?: boolean;
}
