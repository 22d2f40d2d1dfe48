import { mkdir, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { aptSources, sourcesList } from "./apt-sources.ts";
import { cacheFolder } from "./folders.ts";
import { hasProgram, must, run } from "./process.ts";
import { temporary } from "./root-fs.ts";

/** The first release of Debian whose package `docker-compose` is the 2.x line. */
const release = "trixie";

/** Where docker compose is, or why it is not to be had. */
export type DockerCompose = { readonly path: string } | { readonly path?: never; readonly reason: string };

/**
 * The real docker compose 2.x, the peer of interop tests and benchmarks: the one on this machine, else the package of
 * a newer Debian, unpacked into the cache. A static Go program: it runs on any release.
 */
export async function dockerCompose(): Promise<DockerCompose> {
  for (const path of [cacheFolder("docker-compose"), ...(await installed())]) {
    if (/^v?[2-9]/.test((await run([path, "version", "--short"])).stdout)) return { path };
  }
  if (!hasProgram("apt-get") || !hasProgram("dpkg-deb")) return { reason: "there is no apt to fetch it with" };
  try {
    return { path: await fetchPackage() };
  } catch (error) {
    return { reason: `the package of Debian ${release} could not be fetched: ${(error as Error).message}` };
  }
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

/** Asks this machine's own mirror for the newer release, with lists and state apart from the system's. */
async function fetchPackage(): Promise<string> {
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
  const kept = cacheFolder("docker-compose");
  await mkdir(cacheFolder(), { recursive: true });
  await must(["cp", found, `${kept}.part`]);
  await rename(`${kept}.part`, kept);
  return kept;
}
