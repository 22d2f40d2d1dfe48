import { createServer } from "node:net";
import { RigError } from "./process.ts";

/** A TCP port of the loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === undefined) throw new RigError("the system gave no port");
  return port;
}

/** True when nobody listens on this port of the loopback. */
export async function isFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== undefined;
}

async function listenOnce(port: number): Promise<number | undefined> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const given = address !== null && typeof address === "object" ? address.port : undefined;
      server.close(() => resolve(given));
    });
  });
}
