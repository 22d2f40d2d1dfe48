import { demoDown } from "./demo-down.ts";
import { demoUp } from "./demo-up.ts";
import { cacheFolder } from "./folders.ts";
import { lock } from "./lock.ts";
import { RigError } from "./process.ts";
import { main } from "./steps.ts";

await main(async () => {
  const [flag, ...more] = process.argv.slice(2);
  if (more.length > 0 || (flag !== undefined && flag !== "--down")) {
    throw new RigError(`unknown: ${[flag, ...more].join(" ")}`, "npm run demo [-- --down]");
  }
  await using _held = await lock(cacheFolder("demo.lock"), "the demo");
  return await (flag === "--down" ? demoDown() : demoUp());
});
