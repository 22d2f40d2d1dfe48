import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

/** What images are built with: BuildKit by way of buildx, or the classic builder, which is part of every engine. */
export async function probeBuild(machine: Machine): Promise<Finding> {
  const buildx = /v?(\d+\.\d+\.\d+)/.exec((await machine.output("docker", ["buildx", "version"])) ?? "")?.[1];
  const text =
    buildx === undefined ? "classic builder of the engine; buildx is not installed" : `BuildKit, with buildx ${buildx}`;
  return { id: "build", state: "good", text };
}
