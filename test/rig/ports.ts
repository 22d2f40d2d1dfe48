import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { RigError } from "./process.ts";

/**
 * A TCP port of the loopback that nobody uses now. It lies below those that the system and the engines give out by themselves, so
 * that it is still free when it is used.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(15_000, 32_000);
    if (await isFree(port)) return port;
  }
  throw new RigError("no port is free");
}

/** True when nobody listens on this port of the loopback. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
