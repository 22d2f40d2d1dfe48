import { restartDockerd } from "./dockerd.ts";
import { engineFolder } from "./engine.ts";
import { main } from "./steps.ts";

/** Crashes the private engine of the tests and starts it again; with `--live-restore` its containers run on meanwhile. */
await main(async () => {
  await restartDockerd(engineFolder("test"), { live: process.argv.includes("--live-restore") });
  return 0;
});
