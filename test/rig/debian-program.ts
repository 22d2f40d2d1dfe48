import { mkdir, readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { aptSources, sourcesList } from "./apt-sources.ts";
import { hasProgram, must } from "./process.ts";
import { temporary } from "./root-fs.ts";

/** A program of a package of another release of Debian than this machine's. */
export interface DebianProgram {
  readonly release: string;
  readonly package: string;
  readonly program: string;
}

/** True where there are the tools to fetch one. */
export function canFetch(): boolean {
  return hasProgram("apt-get") && hasProgram("dpkg-deb");
}

/**
 * Asks this machine's own mirror for a package of another release, with lists and state apart from the system's, and puts the one
 * program in it where it is to be kept. Only for programs that run on any release.
 */
export async function fetchProgram({ release, package: name, program }: DebianProgram, kept: string): Promise<string> {
  const own = (await aptSources()).find((source) => source.origin === "Debian");
  if (!own) throw new Error("this machine's mirror is not Debian's");
  await using folder = await temporary();
  const list = join(folder.path, "sources.list");
  await Bun.write(list, sourcesList([{ ...own, suite: release, components: ["main"] }]));
  await mkdir(join(folder.path, "lists/partial"), { recursive: true });
  await must(["chmod", "-R", "a+rwX", folder.path]);
  const options = [
    `Dir::Etc::SourceList=${list}`,
    "Dir::Etc::SourceParts=-",
    `Dir::State::Lists=${join(folder.path, "lists")}`,
    `Dir::Cache=${folder.path}`,
  ].flatMap((option) => ["-o", option]);
  await must(["apt-get", "-qq", ...options, "update"]);
  await must(["apt-get", "-qq", ...options, "download", `${name}/${release}`], { cwd: folder.path });
  const deb = (await readdir(folder.path)).find((file) => file.endsWith(".deb"));
  if (!deb) throw new Error("apt-get download left no package");
  const tree = join(folder.path, "tree");
  await must(["dpkg-deb", "-x", join(folder.path, deb), tree]);
  const found = (await must(["find", tree, "-type", "f", "-name", program, "-perm", "-100"])).trim().split("\n")[0];
  if (!found) throw new Error(`${deb} holds no ${program}`);
  await mkdir(dirname(kept), { recursive: true });
  await must(["cp", found, `${kept}.part`]);
  await rename(`${kept}.part`, kept);
  return kept;
}
