import type { CallOptions } from "../engine.ts";

/** One target of a bake file: an image to build. Source: buildx, "Bake file reference". */
export interface BakeTarget {
  readonly context: string;
  readonly contexts?: Readonly<Record<string, string>>;
  readonly dockerfile?: string;
  readonly "dockerfile-inline"?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  readonly "cache-from"?: readonly string[];
  readonly "cache-to"?: readonly string[];
  readonly target?: string;
  /** `id=token,type=env,env=TOKEN`: never the value. */
  readonly secret?: readonly string[];
  readonly ssh?: readonly string[];
  readonly platforms?: readonly string[];
  readonly pull?: boolean;
  readonly "no-cache"?: boolean;
  readonly "no-cache-filter"?: readonly string[];
  readonly network?: string;
  /** Bytes. */
  readonly "shm-size"?: string;
  readonly ulimits?: readonly string[];
  readonly entitlements?: readonly string[];
  readonly "extra-hosts"?: Readonly<Record<string, string>>;
  readonly attest?: readonly string[];
  readonly output?: readonly string[];
  /** `lint`: look for problems instead of building. */
  readonly call?: string;
}

/** What `docker buildx bake` reads: targets by name, and which of them are meant. */
export interface BakeFile {
  readonly group: { readonly default: { readonly targets: readonly string[] } };
  readonly target: Readonly<Record<string, BakeTarget>>;
}

export interface BakeOptions extends CallOptions {
  readonly file: BakeFile;
  /** Variables that secrets of the file are taken from, beside those of the connection. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the file may reach: `fs=*`, `ssh`, `security.insecure`. */
  readonly allow?: readonly string[];
  /** The builder, instead of BUILDX_BUILDER or the current one. */
  readonly builder?: string;
}

/** What BuildKit tells while it builds: steps that begin and end, how far their parts are, what they print. Source: BuildKit `client.SolveStatus`. */
export interface SolveStatus {
  readonly vertexes?: readonly SolveVertex[];
  readonly statuses?: readonly {
    readonly id: string;
    readonly vertex: string;
    readonly name?: string;
    readonly current?: number;
    readonly total?: number;
    readonly completed?: string;
  }[];
  readonly logs?: readonly { readonly vertex: string; readonly data?: string }[];
  /** Not of BuildKit: what buildx printed, the findings of a `call`. */
  readonly printed?: string;
}

export interface SolveVertex {
  readonly digest: string;
  /** `[2/3] RUN make`; when there are several targets with the target in front: `[web 2/3] RUN make`. */
  readonly name: string;
  readonly started?: string;
  readonly completed?: string;
  readonly cached?: boolean;
  readonly error?: string;
}

/** The cause of the error of a build that failed. */
export interface BakeFailure {
  /** Undefined when the file has one target, or none is to blame. */
  readonly target: string | undefined;
  /** buildx's own words. */
  readonly message: string;
}
