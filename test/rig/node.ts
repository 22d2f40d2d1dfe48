import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./folders.ts";
import { must, RigError, run } from "./process.ts";
import { temporary } from "./root-fs.ts";

/** The release that stands for the oldest one that the libraries support. */
const version = "22.9.0";

/** A Node of version 22 or newer: the one on this machine, else one from the npm registry, kept in the cache. */
export async function node(): Promise<string> {
  const own = await run(["node", "--version"]);
  if (Number(/^v(\d+)/.exec(own.stdout)?.[1] ?? 0) >= 22) return "node";
  const kept = cacheFolder(`node-${version}`);
  if ((await run([kept, "--version"])).code === 0) return kept;
  const name = `node-${process.platform}-${process.arch}`;
  await using folder = await temporary();
  await Bun.write(join(folder.path, "package.json"), "{}");
  await must(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", `${name}@${version}`], {
    cwd: folder.path,
  }).catch((error: Error) => {
    throw new RigError(`Node 22 could not be fetched: ${error.message}`, "install Node 22 or newer");
  });
  await mkdir(cacheFolder(), { recursive: true });
  await must(["cp", join(folder.path, "node_modules", name, "bin/node"), `${kept}.part`]);
  await rename(`${kept}.part`, kept);
  return kept;
}
