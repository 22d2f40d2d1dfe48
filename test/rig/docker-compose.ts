import { mkdir, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { aptSources, sourcesList } from "./apt-sources.ts";
import { cacheFolder } from "./folders.ts";
import { hasProgram, must, run } from "./process.ts";
import { temporary } from "./root-fs.ts";

/** Releases of Debian whose package `docker-compose` is the 2.x line, the newest of it first. */
const releases = ["forky", "sid", "trixie"] as const;
/** What Slipway is held against; an older 2.x is a peer only where there is nothing newer. */
const wanted = 40;

/** Where docker compose is, or why it is not to be had. */
export type DockerCompose = { readonly path: string } | { readonly path?: never; readonly reason: string };

/**
 * The real docker compose 2.x, the peer of interop tests and benchmarks: 2.40 of the cache or of this machine, else the
 * package of a newer Debian, unpacked into the cache, else any 2.x. A static Go program: it runs on any release.
 */
export async function dockerCompose(): Promise<DockerCompose> {
  const older: string[] = [];
  for (const path of [...releases.map(cached), ...(await installed())]) {
    const minor = await minorVersion(path);
    if (minor !== undefined && minor >= wanted) return { path };
    if (minor !== undefined) older.push(path);
  }
  const reasons: string[] = [];
  for (const release of hasProgram("apt-get") && hasProgram("dpkg-deb") ? releases : []) {
    // What is older and here will do as well as what is older and elsewhere.
    if (release === "trixie" && older.length > 0) break;
    try {
      const path = await fetchPackage(release);
      if ((await minorVersion(path)) !== undefined) return { path };
      reasons.push(`the package of Debian ${release} is not 2.x`);
    } catch (error) {
      reasons.push(`the package of Debian ${release} could not be fetched: ${(error as Error).message}`);
    }
  }
  const [path] = older;
  return path === undefined ? { reason: reasons.join("; ") || "there is no apt to fetch it with" } : { path };
}

/** The `40` of 2.40.3; undefined for another line, or when there is no such program. */
async function minorVersion(path: string): Promise<number | undefined> {
  const { stdout } = await run([path, "version", "--short"]);
  const minor = /^v?2\.(\d+)/.exec(stdout)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function cached(release: string): string {
  return cacheFolder(`docker-compose-${release}`);
}

async function installed(): Promise<string[]> {
  const folders = [
    "/usr/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/local/lib/docker/cli-plugins",
  ];
  const found: string[] = [];
  for (const folder of folders) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes("docker-compose")) found.push(join(folder, "docker-compose"));
  }
  return hasProgram("docker-compose") ? [...found, "docker-compose"] : found;
}

/** Asks this machine's own mirror for another release, with lists and state apart from the system's. */
async function fetchPackage(release: string): Promise<string> {
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
  await must(["apt-get", "-qq", ...options, "download", `docker-compose/${release}`], { cwd: folder.path });
  const deb = (await readdir(folder.path)).find((name) => name.endsWith(".deb"));
  if (!deb) throw new Error("apt-get download left no package");
  const tree = join(folder.path, "tree");
  await must(["dpkg-deb", "-x", join(folder.path, deb), tree]);
  const found = (await must(["find", tree, "-type", "f", "-name", "docker-compose", "-perm", "-100"]))
    .trim()
    .split("\n")[0];
  if (!found) throw new Error(`${deb} holds no docker-compose`);
  const kept = cached(release);
  await mkdir(cacheFolder(), { recursive: true });
  await must(["cp", found, `${kept}.part`]);
  await rename(`${kept}.part`, kept);
  return kept;
}
