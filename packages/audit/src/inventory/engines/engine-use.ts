import type { Place } from "../../finding.ts";
import type { Engine } from "../migrations/migration.ts";

/** A place that speaks of a database engine. */
export interface EngineUse {
  readonly engine: Engine;
  readonly at: Place;
  /** What stands there: `image postgres:16`, `mysql://`, `mysqldump`. Never a password. */
  readonly text: string;
  readonly kind:
    | "service"
    | "ci service"
    | "driver"
    | "dependency"
    | "schema"
    | "migrations"
    | "url"
    | "flag"
    | "command";
  /** True for what makes a program use the engine; a URL, a command and a mere dependency may be left over from before. */
  readonly live: boolean;
  readonly inTest: boolean;
}
