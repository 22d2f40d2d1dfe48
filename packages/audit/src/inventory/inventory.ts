import type { Position } from "@slipway/core";
import type { TrialResult } from "../databases/trial.ts";
import type { PlannedTrial } from "../databases/trials-of.ts";
import type { Place } from "../finding.ts";
import type { Repository } from "../repository/repository.ts";
import type { BuildFile } from "./build/build-file.ts";
import type { ImageBuild } from "./build/find-builds.ts";
import type { CommandLine } from "./commands/command-line.ts";
import type { ComposeFile } from "./compose/compose-file.ts";
import type { Stack } from "./compose/stack.ts";
import type { Document } from "./documents/read-document.ts";
import type { EngineUse } from "./engines/engine-use.ts";
import type { Manifest } from "./manifests.ts";
import type { Applier } from "./migrations/find-appliers.ts";
import type { Bootstrap } from "./migrations/find-bootstraps.ts";
import type { MigrationSet } from "./migrations/migration.ts";
import type { Reference } from "./references/reference.ts";
import type { OrmSchema } from "./schemas/schema.ts";
import type { EnvFile } from "./variables/env-files.ts";
import type { VariableIndex } from "./variables/variable-index.ts";
import type { VariableUse } from "./variables/variable-use.ts";
import type { Workflow } from "./workflows.ts";

/**
 * Everything that an audit knows of a repository. Rules read nothing else. A part is made when it is first asked for, and then
 * kept. Paths are relative to the root, with `/`. Fixtures and other people's code are in no part.
 */
export interface Inventory {
  readonly repository: Repository;
  /** The module that alone may read feature flags, when slipway.audit.yaml names one. */
  readonly registry?: string;
  /** Every file, also those that are in no other part. */
  readonly paths: readonly string[];
  /** True for a file or a folder. */
  has(path: string): boolean;
  isFolder(path: string): boolean;
  /** The files of a name, wherever they lie. */
  named(name: string): readonly string[];
  /** The files right in a folder. */
  filesIn(folder: string): readonly string[];
  /** The text of a file, read once; undefined when it is no text, is missing or is larger than 1 MB. */
  text(path: string): string | undefined;
  /**
   * What `make` finds out of the text of a file, and of nothing else; an empty text stands in where there is none. An answer that
   * an earlier audit found is taken when the file is the same, so that its text is not even read. `question` names what is asked.
   */
  learn<Answer extends object | boolean>(question: string, path: string, make: (text: string) => Answer): Answer;
  /** Keeps what was learnt for the next audit. */
  keep(): void;
  /** The place of an offset in a file. */
  place(path: string, offset: number): Place;
  /** The place of a position that a reader of core or compose gave. */
  relative(position: Position): Place;
  readonly composeFiles: readonly ComposeFile[];
  readonly stacks: readonly Stack[];
  readonly buildFiles: readonly BuildFile[];
  /** Who builds which Dockerfile from which folder. */
  readonly builds: readonly ImageBuild[];
  /** Env files and templates. */
  readonly envFiles: readonly EnvFile[];
  /** Where code reads variables of the environment. */
  readonly variableUses: readonly VariableUse[];
  /** The variables of the repository by their names. */
  readonly variables: VariableIndex;
  /** The commands of scripts, workflows, manifests and documents. */
  readonly commands: readonly CommandLine[];
  readonly manifests: readonly Manifest[];
  readonly workflows: readonly Workflow[];
  readonly documents: readonly Document[];
  /** The migrations of databases, one set for each folder and tool. */
  readonly migrations: readonly MigrationSet[];
  /** What applies migrations: commands, containers, code. Documents are not among them. */
  readonly appliers: readonly Applier[];
  /** Files of SQL that set up a database without migrations. */
  readonly bootstraps: readonly Bootstrap[];
  /** The tables that Prisma and Drizzle are told of. */
  readonly schemas: readonly OrmSchema[];
  /** Where files speak of database engines. */
  readonly engines: readonly EngineUse[];
  /** What came of applying migrations and bootstrap files to empty databases; none when that was not asked for. */
  trials(): Promise<readonly (PlannedTrial & { readonly result: TrialResult })[]>;
  /** False when something could not be found out that another time may tell: a trial took too long. */
  readonly complete: boolean;
  /** Who names a file of the repository: by its path, or by its name where that is the only one of that name. */
  referencesTo(path: string): readonly Reference[];
  /** True when a name in capitals stands as a word, outside comments, in a file that is neither document, env file nor Compose file. */
  mentions(name: string): boolean;
}
