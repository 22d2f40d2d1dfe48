import type { ContainerConfig } from "./container.ts";

export interface ImageInspect {
  /** `sha256:…` */
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Created: string;
  readonly Size: number;
  readonly Architecture: string;
  readonly Os: string;
  readonly Variant?: string;
  readonly Config?: ContainerConfig;
  /** When the engine last gave it a name; year 1 when never. */
  readonly Metadata?: { readonly LastTagTime?: string };
}

export interface ImageSummary {
  /** `sha256:…` */
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** What a registry says of an image's name. */
export interface DistributionInspect {
  readonly Descriptor: { readonly digest: string };
}

/** One line of the progress that pull, push and build report. */
export interface ProgressLine {
  readonly id?: string;
  readonly status?: string;
  /** Build output. */
  readonly stream?: string;
  readonly progressDetail?: {
    readonly current?: number;
    readonly total?: number;
  };
  readonly error?: string;
  readonly aux?: {
    readonly ID?: string;
    readonly Tag?: string;
    readonly Digest?: string;
  };
}
