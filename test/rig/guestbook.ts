import { join } from "node:path";
import { build } from "../../tools/build.ts";
import { checkout } from "./folders.ts";
import { RigError } from "./process.ts";

/** The project that the demo shows. */
export const guestbookFolder = join(checkout, "examples/guestbook");

/** The image that the project builds. */
export const builtImage = "guestbook-app:dev";

/** The port that the example publishes when nobody says otherwise. */
export const usualPort = 8080;

/** Runs `slipway` on the guestbook and shows what it prints, as a person would see it. Throws when it fails. */
export async function slipway(argv: readonly string[], host: string, port: number): Promise<void> {
  const path = join(checkout, "dist/slipway");
  if (!(await Bun.file(path).exists())) await build();
  const own = port === usualPort ? {} : { GUESTBOOK_PORT: String(port) };
  console.log(`\n$ slipway ${argv.join(" ")}`);
  const child = Bun.spawn([path, ...argv], {
    cwd: guestbookFolder,
    env: { ...process.env, DOCKER_HOST: host, ...own },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await child.exited;
  if (code !== 0) throw new RigError(`slipway ${argv.join(" ")} ended with code ${code}`);
}

/** The first lines of the guestbook's page, fetched through the published port. */
export async function fetchPage(port: number): Promise<string> {
  const url = `http://127.0.0.1:${port}/`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new RigError(`${url} answers ${answer.status}`, "see `slipway logs`");
  return (await answer.text()).split("\n").slice(0, 6).join("\n");
}
