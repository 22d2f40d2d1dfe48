import type { Place } from "../../finding.ts";

/** One instruction of a Dockerfile. */
export interface BuildStep {
  /** In capitals. */
  readonly name: string;
  readonly at: Place;
  /** Its arguments as they stand, without flags. */
  readonly words: readonly string[];
  /** `--from=build` → `from: "build"`. */
  readonly flags: Readonly<Record<string, string>>;
  /** All behind the name, over lines. */
  readonly text: string;
  /** True when arguments are a here-document. */
  readonly heredoc: boolean;
}

export interface BuildStage {
  /** `AS name`, in lower case. */
  readonly name?: string;
  /** What stands behind FROM, with the defaults of global ARGs put in; undefined when a variable has none. */
  readonly image?: string;
  readonly at: Place;
  readonly steps: readonly BuildStep[];
}

/** A Dockerfile. */
export interface BuildFile {
  readonly path: string;
  readonly stages: readonly BuildStage[];
  /** The ARGs before the first FROM, with their defaults. */
  readonly globalArgs: ReadonlyMap<string, string | undefined>;
}

/** The stages that `stage` is made from by name, itself first. */
export function lineage(file: BuildFile, stage: BuildStage): readonly BuildStage[] {
  const chain: BuildStage[] = [stage];
  for (let current = stage; ; ) {
    const parent = file.stages.find(
      (other) => other.name !== undefined && other.name === current.image?.toLowerCase() && !chain.includes(other),
    );
    if (parent === undefined) return chain;
    chain.push(parent);
    current = parent;
  }
}
