import type { ContainerSummary } from "@slipway/engine";
import { label } from "@slipway/stack";

/** A project as `ls` shows it. */
export interface ProjectRow {
  readonly name: string;
  /** `running(3)`, `exited(1), running(2)` */
  readonly status: string;
  readonly isRunning: boolean;
  /** The Compose files, comma-joined. */
  readonly configFiles: string;
}

/** The projects that containers belong to, by name. */
export function projectsOf(containers: readonly ContainerSummary[]): readonly ProjectRow[] {
  const byName = Map.groupBy(containers, (container) => container.Labels[label.project] ?? "");
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => {
      const byState = [...Map.groupBy(own, (container) => container.State)].sort(([a], [b]) => (a < b ? -1 : 1));
      const files = own.map((container) => container.Labels[label.configFiles] ?? "").find((text) => text !== "");
      return {
        name,
        status: byState.map(([state, { length }]) => `${state}(${length})`).join(", "),
        isRunning: own.some((container) => container.State === "running"),
        configFiles: files ?? "",
      };
    });
}
