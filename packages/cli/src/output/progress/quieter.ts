import type { Report } from "@slipway/stack";

/** The report without the layers of pulls (`--quiet-pull`) or the output of builds (`--quiet-build`, `build -q`). */
export function quieter(
  report: Report,
  { quietPull = false, quietBuild = false }: { quietPull?: boolean; quietBuild?: boolean },
): Report {
  return (event) => {
    if (event.kind === "layer" && quietPull) return;
    if (event.kind === "build" && quietBuild) return;
    report(event);
  };
}
