/** What `up` may do beyond what the project says. All absent: the least that makes the engine follow the project. */
export interface UpPolicy {
  /** The services that were named; the project also holds what they depend on. Empty or absent: all. */
  readonly services?: readonly string[];
  /** `diverged` (the default): only containers that differ; `force`: the named ones; `never`. */
  readonly recreate?: "diverged" | "force" | "never";
  /** Recreate what the named services depend on, changed or not (`--always-recreate-deps`). */
  readonly recreateDependencies?: boolean;
  readonly noDeps?: boolean;
  /** Create, but do not start. */
  readonly noStart?: boolean;
  /** Build every image that has a `build:`, not only those that are missing. */
  readonly build?: boolean;
  readonly noBuild?: boolean;
  readonly pull?: "always" | "missing" | "never" | "build";
  readonly removeOrphans?: boolean;
  readonly renewAnonymousVolumes?: boolean;
  /** Seconds that a container gets to stop; absent: its own. */
  readonly timeout?: number;
  /** Put a service back as it was when its new containers do not become ready. */
  readonly rollbackOnFailure?: boolean;
  /** Replicas by service. */
  readonly scale?: Readonly<Record<string, number>>;
  /** Services whose image, networks and volumes are made ready, but whose containers are left alone (`run`). */
  readonly prepareOnly?: readonly string[];
  /** Providers and models were asked already: the services have the variables that those gave. */
  readonly given?: boolean;
  /** Wait until every service runs and, where it has a healthcheck, is healthy. */
  readonly wait?: boolean;
  /** Seconds. */
  readonly waitTimeout?: number;
}

/** True when the policy names this service, or names none. */
export function isNamed(policy: UpPolicy, service: string): boolean {
  return policy.services === undefined || policy.services.length === 0 || policy.services.includes(service);
}
