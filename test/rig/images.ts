import { join } from "node:path";
import { type Docker, docker } from "./docker.ts";
import { checkout } from "./folders.ts";
import { baseImage, imageTable, type RigImage, rigLabel } from "./image-table.ts";
import { ensurePrograms } from "./packages.ts";
import { RigError } from "./process.ts";
import { busyboxRoot, debianRoot, temporary } from "./root-fs.ts";

/** What was done to provide the images. */
export interface Provided {
  /** Already on the engine. */
  readonly present: readonly string[];
  readonly pulled: readonly string[];
  /** Put together from Debian packages, among them the image that the others stand on. */
  readonly assembled: readonly string[];
  /** Debian packages that had to be installed to put them together. */
  readonly packages: readonly string[];
}

export interface ProvideOptions {
  /** The images that are wanted; all of the table when absent. */
  readonly names?: readonly string[];
  /** Is told what takes long before it is done. */
  readonly tell?: (what: string) => void;
}

/**
 * Makes sure that the engine has these images (default: all of the table). Missing ones are pulled when a registry
 * answers, else put together from Debian packages; the first pull that fails ends the pulling.
 */
export async function provideImages(host: string, { names, tell }: ProvideOptions = {}): Promise<Provided> {
  const engine = docker(host);
  const wanted = names ? names.map(rowOf) : imageTable;
  const there = await namesOf(engine);
  if (!there.has(baseImage)) {
    // What stands on an earlier base is made anew on this one.
    const ours = await namesOf(engine, ["--filter", `label=${rigLabel}`]);
    for (const { name, from } of imageTable) if (from !== "busybox" && ours.has(name)) there.delete(name);
  }
  const missing = wanted.filter((image) => !there.has(image.name));
  const pulled = await pullWhile(engine, missing);
  const assembled = missing.filter((image) => !pulled.includes(image.name));
  const onDebian = assembled.some((image) => image.from !== "busybox");
  const packages =
    assembled.length === 0 ? [] : await ensurePrograms(onDebian ? ["busybox", "mmdebstrap"] : ["busybox"]);
  if (assembled.length > 0) {
    tell?.("no registry answers; putting the images together from Debian packages, which takes half a minute at first");
    await assemble(engine, assembled, there.has(baseImage));
  }
  return {
    present: wanted.filter((image) => there.has(image.name)).map((image) => image.name),
    pulled,
    assembled: [...(onDebian && !there.has(baseImage) ? [baseImage] : []), ...assembled.map((image) => image.name)],
    packages,
  };
}

async function namesOf(engine: Docker, filter: readonly string[] = []): Promise<Set<string>> {
  return new Set(
    (await engine.must(["image", "ls", ...filter, "--format", "{{.Repository}}:{{.Tag}}"])).trim().split("\n"),
  );
}

function rowOf(name: string): RigImage {
  const row = imageTable.find((image) => image.name === name);
  if (!row) throw new RigError(`the rig does not know the image ${name}`, "add it to test/rig/image-table.ts");
  return row;
}

/** Pulls in the table's order, smallest first, so that a machine without a registry is told apart within seconds. */
async function pullWhile(engine: Docker, images: readonly RigImage[]): Promise<string[]> {
  const pulled: string[] = [];
  for (const { name } of images.filter(({ isOurs }) => !isOurs)) {
    const { code } = await engine.run(["pull", "--quiet", name], { timeout: pulled.length === 0 ? 8_000 : 180_000 });
    if (code !== 0) break;
    pulled.push(name);
  }
  return pulled;
}

async function assemble(engine: Docker, images: readonly RigImage[], hasBase: boolean): Promise<void> {
  const onDebian = images.filter((image) => image.from !== "busybox");
  await Promise.all([
    ...images.filter((image) => image.from === "busybox").map((image) => importBusybox(engine, image.name)),
    assembleOnDebian(engine, onDebian, hasBase),
  ]);
}

async function importBusybox(engine: Docker, name: string): Promise<void> {
  await using folder = await temporary();
  const tar = join(folder.path, "busybox.tar");
  await busyboxRoot(tar);
  await engine.must(["import", "--change", 'CMD ["sh"]', "--change", `LABEL ${rigLabel}=busybox`, tar, name]);
}

async function assembleOnDebian(engine: Docker, images: readonly RigImage[], hasBase: boolean): Promise<void> {
  if (images.length === 0) return;
  if (!hasBase) {
    const tar = await debianRoot();
    await engine.must(["import", "--change", 'CMD ["bash"]', "--change", `LABEL ${rigLabel}=debian`, tar, baseImage]);
  }
  for (const image of images) {
    if (image.from === "debian") await engine.must(["tag", baseImage, image.name]);
    else await buildOn(engine, image);
  }
}

/** Builds without a network: everything that the Dockerfile needs is in the base. */
async function buildOn(engine: Docker, image: RigImage): Promise<void> {
  const isOurs = image.from === "runner";
  const folder = isOurs ? join(checkout, "deploy/runner") : join(import.meta.dir, "images", image.from);
  const base = isOurs ? ["--build-arg", `BASE=${baseImage}`] : [];
  const label = `${rigLabel}=${image.from}`;
  await engine.must(["build", "--quiet", "--network", "none", ...base, "--label", label, "--tag", image.name, folder]);
}
