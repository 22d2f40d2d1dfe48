import { join } from "node:path";
import { build } from "../../tools/build.ts";
import { engine, reachableEngine } from "./engine.ts";
import { cacheFolder, checkout } from "./folders.ts";
import { provideImages } from "./images.ts";
import { lock } from "./lock.ts";
import { temporary } from "./root-fs.ts";
import { main, step } from "./steps.ts";
import { countJunit, needsEngine, testFiles } from "./test-files.ts";

/** `npm test [-- path …]`: sets up what the tests need, runs them, and takes it all away again. */
async function test(paths: readonly string[]): Promise<number> {
  const files = await testFiles(paths);
  if (!files.some(needsEngine)) return runTests(files, {});
  // An engine that people already have serves many; the private one has one folder.
  await using _held = (await reachableEngine()) ? undefined : await lock(cacheFolder("test.lock"), "npm test");
  await using own = await step(
    "engine",
    () => engine("test"),
    ({ origin, host }) => `${origin === "found" ? "the one at" : "started"} ${host}`,
  );
  await step(
    "images",
    () => provideImages(own.host, { tell: (what) => console.log(`  images     ${what} …`) }),
    tellImages,
  );
  const slipway = await step("build", build, () => "dist/slipway");
  return await runTests(files, { DOCKER_HOST: own.host, SLIPWAY_TEST_ENGINE: own.host, SLIPWAY_BIN: slipway });
}

function tellImages({ present, pulled, assembled }: Awaited<ReturnType<typeof provideImages>>): string {
  return `${present.length} there, ${pulled.length} pulled, ${assembled.length} put together`;
}

async function runTests(files: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  await using folder = await temporary();
  const report = join(folder.path, "junit.xml");
  const flags = ["--isolate", "--no-orphans", "--timeout=60000", "--reporter=junit", `--reporter-outfile=${report}`];
  const child = Bun.spawn([process.execPath, "--no-env-file", "test", ...flags, ...files.map((file) => `./${file}`)], {
    cwd: checkout,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  // The engine and the folders are taken away in any case; only the tests end early.
  const stop = (): void => child.kill("SIGINT");
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const code = await child.exited;
  const { passed, failed } = await countJunit(report);
  console.log(`${passed} passed, ${code === 0 ? failed : Math.max(failed, 1)} failed`);
  return code === 0 && failed === 0 ? 0 : 1;
}

await main(() => test(process.argv.slice(2)));
