import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aptSources, sourcesList } from "./apt-sources.ts";
import { cacheFolder } from "./folders.ts";
import { must } from "./process.ts";

const packages = ["nginx", "postgresql", "redis-server", "git", "git-lfs", "ca-certificates", "gettext-base", "curl"];

/** Left out: what only people read, and the compiler inside PostgreSQL, which is a third of the whole. */
const excluded = [
  "/usr/share/man/*",
  "/usr/share/doc/*",
  "/usr/share/locale/*",
  "/usr/share/info/*",
  "/usr/lib/*/libLLVM*",
  "/usr/lib/*/libz3*",
  "/usr/lib/postgresql/*/lib/bitcode/*",
  "/usr/lib/postgresql/*/lib/llvmjit*",
];

/** True when a root file system is in the cache. */
export async function debianRootIsKept(): Promise<boolean> {
  return (await keptRoots()).length > 0;
}

async function keptRoots(): Promise<readonly string[]> {
  const names = await readdir(cacheFolder("images")).catch((): string[] => []);
  return names.filter((name) => name.endsWith(".tar")).map((name) => cacheFolder("images", name));
}

async function recipe(): Promise<{ readonly suite: string; readonly list: string; readonly kept: string }> {
  const sources = await aptSources();
  const list = sourcesList(sources);
  const key = Bun.hash(JSON.stringify([packages, excluded, list, hooks])).toString(16);
  return { suite: sources[0]?.suite ?? "stable", list, kept: cacheFolder("images", `debian-${key}.tar`) };
}

/**
 * One Debian root file system with all that the images need, as a tar: one bootstrap of half a minute instead of one
 * per image, and one layer that they share. Kept in the cache; the name changes when its recipe does.
 */
export async function debianRoot(): Promise<string> {
  const { suite, list, kept } = await recipe();
  if (await Bun.file(kept).exists()) return kept;
  await mkdir(cacheFolder("images"), { recursive: true });
  // Beside the place where it is kept, so that it only has to be renamed.
  await using folder = await temporary(cacheFolder("images"));
  const listFile = join(folder.path, "sources.list");
  await Bun.write(listFile, list);
  const made = join(folder.path, "root.tar");
  await must([
    "mmdebstrap",
    "--variant=minbase",
    "--dpkgopt=force-unsafe-io",
    '--aptopt=Acquire::Languages "none"',
    ...excluded.map((path) => `--dpkgopt=path-exclude=${path}`),
    ...hooks,
    `--include=${packages.join(",")}`,
    suite,
    made,
    listFile,
  ]);
  for (const older of await keptRoots()) await rm(older);
  await rename(made, kept);
  return kept;
}

const hooks = [
  // Debian would make a database of its own at installation.
  `--essential-hook=mkdir -p "$1/etc/postgresql-common"; echo "create_main_cluster = false" > "$1/etc/postgresql-common/createcluster.conf"`,
  // The packages differ in their version by release; the images need not know it.
  `--customize-hook=chroot "$1" sh -c 'ln -s /usr/lib/postgresql/*/bin/* /usr/local/bin/; rm -rf /var/www /etc/nginx/sites-enabled/default'`,
];

/** The tar of a root file system that holds busybox and links for all of its applets. */
export async function busyboxRoot(tar: string): Promise<void> {
  await using folder = await temporary();
  const script = `
    set -e
    cd "$1"
    mkdir -p bin etc dev proc sys root home var/spool/mail var/www tmp usr/bin usr/sbin
    chmod 1777 tmp
    chmod 700 root
    cp "$(command -v busybox)" bin/busybox
    ln -s ../../bin/env usr/bin/env
    for applet in $(bin/busybox --list); do [ -e "bin/$applet" ] || ln bin/busybox "bin/$applet"; done
    printf 'root:x:0:0:root:/root:/bin/sh\\nwww-data:x:33:33:www-data:/var/www:/bin/false\\nnobody:x:65534:65534:nobody:/home:/bin/false\\n' > etc/passwd
    printf 'root:x:0:\\nwww-data:x:33:\\nnobody:x:65534:\\n' > etc/group
    tar --numeric-owner --owner=0 --group=0 -cf "$2" .
  `;
  await must(["sh", "-c", script, "sh", folder.path, tar]);
}

/** A temporary folder that is gone at the end of its scope. */
export async function temporary(parent = tmpdir()): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(parent, "slipway-rig-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
