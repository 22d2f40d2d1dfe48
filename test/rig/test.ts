import { join } from "node:path";
import { build } from "../../tools/build.ts";
import { crashServer } from "./crash-server.ts";
import { engine, engineFolder, podman, reachableEngine } from "./engine.ts";
import { cacheFolder, checkout } from "./folders.ts";
import { provideImages } from "./images.ts";
import { readJunit, tellFailures } from "./junit.ts";
import { lock } from "./lock.ts";
import { leftOut } from "./not-on-podman.ts";
import { podmanIsOut } from "./podman.ts";
import { RigError } from "./process.ts";
import { temporary } from "./root-fs.ts";
import { main, step } from "./steps.ts";
import { needsEngine, talksToVault, testFiles } from "./test-files.ts";
import { keptVault, provideVault, type VaultProgram } from "./vault.ts";

/** The engines that a run is for. */
type Kind = "docker" | "podman";

/**
 * `npm test [-- --engine docker|podman] [path …]`: sets up what the tests need, runs them, and takes it all away again. First
 * all tests on Docker, then those that talk to an engine once more on Podman. An engine that DOCKER_HOST names is the only one.
 */
async function test(argv: readonly string[]): Promise<number> {
  const { kind, paths } = parse(argv);
  const files = await testFiles(paths);
  const vault = await vaultFor(files);
  const code = await testOnEngines(kind, files);
  const second = await vault();
  return code === 0 ? second : code;
}

/**
 * Sees to a real Vault for the tests that want one. One that was built before serves all tests; else it is built while the others
 * run, and those tests run once more with it. Gives what runs them then.
 */
async function vaultFor(files: readonly string[]): Promise<() => Promise<number>> {
  const talking: string[] = [];
  for (const file of files) if (await talksToVault(file)) talking.push(file);
  const done = async (): Promise<number> => 0;
  if (talking.length === 0 || process.env["SLIPWAY_TEST_VAULT"]) return done;
  const kept = await keptVault();
  if (kept !== undefined) {
    console.log("  vault      from the cache");
    process.env["SLIPWAY_TEST_VAULT"] = kept;
    return done;
  }
  const building = provideVault().catch((cause: unknown): { readonly failed: unknown } => ({ failed: cause }));
  return async () => {
    const made = await step("vault", () => building, tellVault);
    if ("failed" in made) throw made.failed;
    return "path" in made ? runTests(talking, { SLIPWAY_TEST_VAULT: made.path }) : 0;
  };
}

function tellVault(made: VaultProgram | { readonly failed: unknown }): string {
  if ("failed" in made) return "not built";
  return "out" in made ? `left out, the stand-in was used: ${made.out}` : made.how;
}

async function testOnEngines(kind: Kind | undefined, files: readonly string[]): Promise<number> {
  const talking = files.filter(needsEngine);
  if (talking.length === 0) return await runTests(files, {});
  const named = process.env["SLIPWAY_TEST_ENGINE"] || process.env["DOCKER_HOST"];
  const first = kind === "podman" ? 0 : await onDocker(files);
  if (kind === "docker" || (kind === undefined && named)) return first;
  const out = podmanIsOut();
  if (kind === undefined && out !== undefined) {
    console.log(`  podman     left out: ${out}`);
    return first;
  }
  const second = await onPodman(talking);
  return first === 0 ? second : first;
}

function parse(argv: readonly string[]): { readonly kind?: Kind; readonly paths: readonly string[] } {
  const at = argv.indexOf("--engine");
  if (at === -1) return { paths: argv };
  const kind = argv[at + 1];
  if (kind !== "docker" && kind !== "podman") throw new RigError("--engine is docker or podman");
  return { kind, paths: argv.toSpliced(at, 2) };
}

async function onDocker(files: readonly string[]): Promise<number> {
  // An engine that people already have serves many; the private one has one folder.
  await using _held = (await reachableEngine()) ? undefined : await lock(cacheFolder("test.lock"), "npm test");
  await using own = await step(
    "engine",
    () => engine("test"),
    ({ origin, host }) => `${origin === "found" ? "the one at" : "started"} ${host}`,
  );
  // Only an engine that is nobody else's may be crashed by a test.
  await using crashing = own.origin === "started" ? crashServer(engineFolder("test")) : undefined;
  return await runOn(own.host, files, "docker", crashing ? { SLIPWAY_ENGINE_CRASH: crashing.url } : {});
}

async function onPodman(files: readonly string[]): Promise<number> {
  await using _held = await lock(cacheFolder("test-podman.lock"), "npm test on podman");
  for (const file of files) {
    const reason = leftOut(file, "podman");
    if (reason !== undefined) console.log(`  left out   ${file}: ${reason}`);
  }
  await using own = await step("podman", podman, ({ host }) => `started ${host}`);
  const held = files.filter((file) => leftOut(file, "podman") === undefined);
  return await runOn(own.host, held, "podman");
}

async function runOn(
  host: string,
  files: readonly string[],
  kind: Kind,
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const tell = (what: string): void => console.log(`  images     ${what} …`);
  await step("images", () => provideImages(host, { tell }), tellImages);
  const slipway = await step("build", build, () => "dist/slipway");
  const env = {
    DOCKER_HOST: host,
    SLIPWAY_TEST_ENGINE: host,
    SLIPWAY_TEST_ENGINE_KIND: kind,
    SLIPWAY_BIN: slipway,
    ...more,
  };
  // Engines on a shared machine are late now and then: a test of an engine has failed when it fails twice. Every failure is printed.
  return await runTests(files, env, ["--retry=1"]);
}

function tellImages({ present, pulled, assembled }: Awaited<ReturnType<typeof provideImages>>): string {
  return `${present.length} there, ${pulled.length} pulled, ${assembled.length} put together`;
}

async function runTests(
  files: readonly string[],
  env: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): Promise<number> {
  await using folder = await temporary();
  const report = join(folder.path, "junit.xml");
  const flags = [
    "--isolate",
    "--no-orphans",
    "--timeout=120000",
    "--max-concurrency=6",
    // What breaks everything, a broken engine say, would cost each test its whole time.
    "--bail=15",
    "--reporter=junit",
    `--reporter-outfile=${report}`,
  ];
  const child = Bun.spawn(
    [process.execPath, "--no-env-file", "test", ...flags, ...more, ...files.map((file) => `./${file}`)],
    {
      cwd: checkout,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  // The engine and the folders are taken away in any case; only the tests end early.
  const stop = (): void => child.kill("SIGINT");
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const code = await child.exited;
  const { passed, failed, failures } = await readJunit(report);
  // Once more where people look for it: after thousands of lines, next to the figures.
  for (const line of tellFailures(failures)) console.log(line);
  console.log(`${passed} passed, ${code === 0 ? failed : Math.max(failed, 1)} failed`);
  return code === 0 && failed === 0 ? 0 : 1;
}

await main(() => test(process.argv.slice(2)));
