import { ensurePrograms } from "./packages.ts";
import { freePort } from "./ports.ts";
import { must, RigError, run, searchPath } from "./process.ts";
import { temporary } from "./root-fs.ts";

/** A private Redis server that tests may do anything to. */
export interface RigRedis extends AsyncDisposable {
  readonly url: string;
  /** Sends a command as a person with a client would, and gives the answer. */
  command(...words: readonly string[]): Promise<string>;
  /** Ends the server at once, as a crash would. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with nothing in it. */
  start(): Promise<void>;
}

/** Starts a server on the loopback that keeps nothing on the disk; `settings`: as words of its command line. */
export async function redis({
  password = "of-the-rig",
  settings = [],
}: {
  readonly password?: string;
  readonly settings?: readonly string[];
} = {}): Promise<RigRedis> {
  await ensurePrograms(["redis-server"]);
  const folder = await temporary();
  const port = await freePort();
  const client = ["redis-cli", "-h", "127.0.0.1", "-p", String(port)];
  const env = { REDISCLI_AUTH: password };
  const start = async (): Promise<Bun.Subprocess> => {
    const log = Bun.file(`${folder.path}/log`);
    const own = ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--requirepass", password];
    const server = Bun.spawn(["redis-server", ...own, ...settings], {
      env: { ...process.env, PATH: searchPath() },
      cwd: folder.path,
      stdin: "ignore",
      stdout: log,
      stderr: log,
    });
    for (let tries = 0; tries < 300; tries++) {
      if ((await run([...client, "ping"], { env })).stdout.trim() === "PONG") return server;
      if (server.exitCode !== null) break;
      await Bun.sleep(20);
    }
    server.kill("SIGKILL");
    throw new RigError(`Redis did not start:\n${(await log.text()).slice(-2000)}`);
  };
  let server = await start();
  const stop = async (): Promise<void> => {
    server.kill("SIGKILL");
    await server.exited;
  };
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    async command(...words) {
      return (await must([...client, ...words], { env })).trim();
    },
    stop,
    async start() {
      server = await start();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}
