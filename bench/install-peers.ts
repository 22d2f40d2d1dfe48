import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../test/rig/folders.ts";
import { run } from "../test/rig/process.ts";
import { BenchError } from "./case.ts";

/**
 * Installs what a case compares with, once, without running anything of it, and gives the folder: it is not among the dependencies of this
 * repository, where dozens of packages would serve one table.
 */
export async function installPeers(name: string, peers: Readonly<Record<string, string>>): Promise<string> {
  const folder = cacheFolder(name);
  const manifest = JSON.stringify({ private: true, dependencies: peers });
  const file = Bun.file(join(folder, "package.json"));
  const there = await Promise.all(
    Object.keys(peers).map((peer) => Bun.file(join(folder, "node_modules", peer, "package.json")).exists()),
  );
  if (there.every(Boolean) && (await file.exists()) && (await file.text()) === manifest) return folder;
  await mkdir(folder, { recursive: true });
  await Bun.write(file, manifest);
  const installed = await run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
  if (installed.code !== 0)
    throw new BenchError(`npm cannot install ${Object.keys(peers)}: ${installed.stderr.slice(-500)}`);
  return folder;
}
