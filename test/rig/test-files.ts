import { join, relative, resolve } from "node:path";
import { checkout } from "./folders.ts";
import { RigError } from "./process.ts";

/** The files of tests under these paths (default: all), relative to the checkout, engine and end-to-end tests last. */
export async function testFiles(paths: readonly string[]): Promise<readonly string[]> {
  const wanted = paths.map((path) => relative(checkout, resolve(checkout, path)));
  const found = (await Array.fromAsync(new Bun.Glob("{packages,test,bench,tools}/**/*.test.ts").scan(checkout)))
    .filter((file) => !file.includes("node_modules/"))
    .filter((file) => wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`)))
    .sort((a, b) => Number(needsEngine(a)) - Number(needsEngine(b)) || (a < b ? -1 : 1));
  if (found.length === 0) throw new RigError(`no tests under ${paths.join(", ")}`, "give a folder or a file of tests");
  return found;
}

/** True for tests that talk to a real engine. */
export function needsEngine(file: string): boolean {
  return /\.(engine|e2e)\.test\.ts$/.test(file);
}

/** True for tests that run over a Vault server: those that run over the stand-in as well, and those that need the real one. */
export async function talksToVault(file: string): Promise<boolean> {
  return /testing\/vault-server\.ts|SLIPWAY_TEST_VAULT/.test(await Bun.file(join(checkout, file)).text());
}
