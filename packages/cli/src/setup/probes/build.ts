import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";

/** What images can be built with. The classic builder is part of every engine. */
export async function probeBuild(machine: Machine): Promise<Finding> {
  const buildx = /v?(\d+\.\d+\.\d+)/.exec((await machine.output("docker", ["buildx", "version"])) ?? "")?.[1];
  const text =
    buildx === undefined
      ? "classic builder of the engine; buildx is not installed"
      : `classic builder of the engine; buildx ${buildx}`;
  return { id: "build", state: "good", text };
}
