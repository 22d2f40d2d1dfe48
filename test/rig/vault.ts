import { createHash } from "node:crypto";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, checkout } from "./folders.ts";
import { lock } from "./lock.ts";
import { RigError, run } from "./process.ts";

/** The source of the test server: Vault's own core and HTTP API over memory, pinned by go.mod and go.sum. */
const source = join(checkout, "test/rig/vault");
const sources = ["main.go", "go.mod", "go.sum"];

/** The newest language version that the source needs. */
const goVersion = [1, 25] as const;

/** The test server, or why there is none on this machine. */
export type VaultProgram = { readonly path: string; readonly how: string } | { readonly out: string };

/** The Vault server that was built before, if it was. */
export async function keptVault(): Promise<string | undefined> {
  const kept = await keptPath();
  return (await Bun.file(kept).exists()) ? kept : undefined;
}

/**
 * A real Vault server for tests: the one in the cache, else built with this machine's Go out of the module proxy, at low priority on one core
 * (about 7 minutes of processor time and 5 GB of disk while it is built, 110 MB afterwards). Without Go, or when the proxy does
 * not give the modules, it says why. Throws {@link RigError} when modules that are there do not compile.
 */
export async function provideVault(): Promise<VaultProgram> {
  const kept = await keptVault();
  if (kept !== undefined) return { path: kept, how: "from the cache" };
  const go = await findGo();
  if (go === undefined) return { out: `there is no Go ${goVersion.join(".")} or newer` };
  await mkdir(cacheFolder(), { recursive: true });
  await using _held = await lock(cacheFolder("vault.lock"), "the build of Vault");
  return build(go);
}

async function build(go: string): Promise<VaultProgram> {
  const folder = cacheFolder("vault-build");
  const env = {
    GOPATH: join(folder, "go"),
    GOCACHE: join(folder, "cache"),
    GOMODCACHE: join(folder, "go/pkg/mod"),
    GOFLAGS: "-mod=readonly -modcacherw -p=1",
    GOTOOLCHAIN: "local",
    GOWORK: "off",
    CGO_ENABLED: "0",
  };
  const work = join(folder, "source");
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  for (const name of sources) await cp(join(source, name), join(work, name));
  // What was fetched stays when the proxy breaks off: the next run goes on from there.
  const fetched = await run([go, "list", "-deps", "-tags", "minimal", "."], { cwd: work, env });
  if (fetched.code !== 0) return { out: `its modules cannot be had: ${lastLine(fetched.stderr)}` };
  const argv = [go, "build", "-tags", "minimal", "-trimpath", "-ldflags", "-s -w", "-o", "vaultd", "."];
  const built = await run(["nice", "-n", "15", ...argv], { cwd: work, env });
  if (built.code !== 0) throw new RigError(`the test server of Vault does not compile:\n${built.stderr.slice(-2000)}`);
  const kept = await keptPath();
  await rename(join(work, "vaultd"), kept);
  await rm(folder, { recursive: true, force: true });
  return { path: kept, how: "built" };
}

async function keptPath(): Promise<string> {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const name of sources) hash.update(await Bun.file(join(source, name)).text());
  return cacheFolder(`vaultd-${hash.digest("hex").slice(0, 16)}`);
}

/** A Go that is new enough, on the path or where its own installer puts it. */
async function findGo(): Promise<string | undefined> {
  for (const program of ["go", "/usr/local/go/bin/go"]) {
    const { stdout } = await run([program, "env", "GOVERSION"]);
    const [, major = "0", minor = "0"] = /^go(\d+)\.(\d+)/.exec(stdout) ?? [];
    const found = [Number(major), Number(minor)] as const;
    if (found[0] > goVersion[0] || (found[0] === goVersion[0] && found[1] >= goVersion[1])) return program;
  }
  return undefined;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
