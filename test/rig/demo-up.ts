import { relative } from "node:path";
import { build } from "../../tools/build.ts";
import { readDemo, writeDemo } from "./demo-state.ts";
import { docker } from "./docker.ts";
import { engine, type RigEngine, reachableEngine } from "./engine.ts";
import { builtImage, fetchPage, guestbookFolder, slipway, usualPort } from "./guestbook.ts";
import { provideImages } from "./images.ts";
import { ensurePrograms } from "./packages.ts";
import { freePort, isFree } from "./ports.ts";
import { debianRootIsKept } from "./root-fs.ts";
import { step } from "./steps.ts";

const origins: Readonly<Record<RigEngine["origin"], string>> = {
  found: "using the one that is there",
  started: "started a private one",
  running: "the private one runs already",
};

/** Brings the guestbook up from nothing, or finds that there is nothing to do, and shows each step. */
export async function demoUp(): Promise<number> {
  console.log("Slipway demo: examples/guestbook on a real engine\n");
  const earlier = await readDemo();
  const hadCache = earlier?.hadCache ?? (await debianRootIsKept());
  const found = await reachableEngine();
  const packages = await step(
    "packages",
    () => ensurePrograms(found ? ["docker"] : ["dockerd", "docker", "iptables", "busybox"]),
    (installed) => (installed.length === 0 ? "all there" : `installed ${installed.join(", ")}`),
  );
  const own = await step(
    "engine",
    () => engine("demo"),
    ({ origin, host }) => `${origins[origin]}: ${host}`,
  );
  const port = earlier?.port ?? ((await isFree(usualPort)) ? usualPort : await freePort());
  const state = {
    host: own.host,
    port,
    images: earlier?.images ?? [],
    packages: [...(earlier?.packages ?? []), ...packages],
    hadCache,
  };
  await writeDemo(state);
  const brought = await step(
    "images",
    () => provideImages(own.host, { tell: (what) => console.log(`  images     ${what} …`) }),
    (images) =>
      images.assembled.length > 0
        ? `put together: ${images.assembled.join(", ")}`
        : `${images.present.length} there, ${images.pulled.length} pulled`,
  );
  await writeDemo({
    ...state,
    images: [...state.images, ...brought.pulled, ...brought.assembled, ...(await toBuild(own.host))],
    packages: [...state.packages, ...brought.packages],
  });
  await step("program", build, (path) => `${relative(process.cwd(), path)} is built`);
  await slipway(["plan"], own.host, port);
  await slipway(["up", "-d", "--wait"], own.host, port);
  console.log(`\n$ curl http://127.0.0.1:${port}/\n${await fetchPage(port)}`);
  tellNext(own.host, own.origin !== "found", port);
  return 0;
}

/** The image that the guestbook builds, unless somebody has built it before. */
async function toBuild(host: string): Promise<readonly string[]> {
  const { code } = await docker(host).run(["image", "inspect", builtImage]);
  return code === 0 ? [] : [builtImage];
}

function tellNext(host: string, isPrivate: boolean, port: number): void {
  const lines = [
    ...(isPrivate || process.env["DOCKER_HOST"] ? [`export DOCKER_HOST=${host}`] : []),
    ...(port === usualPort ? [] : [`export GUESTBOOK_PORT=${port}`]),
    `cd ${relative(process.cwd(), guestbookFolder)}`,
    "../../dist/slipway ps",
    "../../dist/slipway logs -f app",
    "GUESTBOOK_TITLE='My book' ../../dist/slipway plan   # what would change, and why",
    `curl -d 'author=you&words=hello' http://127.0.0.1:${port}/`,
    "npm run demo -- --down   # from the root of the checkout: takes all of this away",
  ];
  console.log(`\nIt runs. Try next:\n${lines.map((line) => `  ${line}`).join("\n")}`);
}
