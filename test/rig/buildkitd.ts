import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./folders.ts";
import { hasProgram, RigError } from "./process.ts";
import { temporary } from "./root-fs.ts";

/** A BuildKit of its own, newer than the one of an old engine; it and its cache are gone at the end of its scope. */
export interface RigBuildkitd extends AsyncDisposable {
  /** `unix:///…/buildkitd.sock`, for `docker buildx create --driver remote`. */
  readonly address: string;
}

/**
 * The program, or why it is not to be had: Debian has no package of it. `go build github.com/moby/buildkit/cmd/buildkitd` makes one
 * that runs anywhere; put it on the PATH or into the rig's folder.
 */
export function findBuildkitd(): { readonly path: string } | { readonly path?: never; readonly reason: string } {
  if (process.getuid?.() !== 0) return { reason: "a BuildKit of its own needs root" };
  const path = hasProgram("buildkitd") ? "buildkitd" : cacheFolder("buildkitd");
  if (path === "buildkitd" || existsSync(path)) return { path };
  return { reason: `there is no buildkitd on the PATH or at ${path}` };
}

/** Starts it on a socket of its own. It runs steps with runc, which every engine brings along. */
export async function buildkitd(path: string): Promise<RigBuildkitd> {
  const folder = await temporary();
  const address = `unix://${join(folder.path, "buildkitd.sock")}`;
  const log = Bun.file(join(folder.path, "log"));
  const argv = ["--addr", address, "--root", join(folder.path, "root"), "--oci-worker-net", "host"];
  const child = Bun.spawn([path, ...argv, "--containerd-worker=false"], { stdout: log, stderr: log });
  const stop = async (): Promise<void> => {
    child.kill();
    await child.exited;
    await folder[Symbol.asyncDispose]();
  };
  while (!existsSync(address.slice("unix://".length))) {
    if (child.exitCode !== null) {
      const said = await log.text();
      await stop();
      throw new RigError(`buildkitd ended at its start:\n${said}`);
    }
    await Bun.sleep(20);
  }
  return { address, [Symbol.asyncDispose]: stop };
}
