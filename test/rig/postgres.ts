import { join } from "node:path";
import { ensurePrograms } from "./packages.ts";
import { freePort } from "./ports.ts";
import { must, RigError, run, searchPath } from "./process.ts";
import { temporary } from "./root-fs.ts";

/** A private PostgreSQL server that tests may do anything to. */
export interface RigPostgres extends AsyncDisposable {
  /** Creates an empty database and gives its URL. */
  database(): Promise<string>;
  /** Runs a statement as a person with a client would; fails with what the server says. */
  run(url: string, text: string): Promise<void>;
  /** Ends the server as a crash would, and starts it again on the same data and port; with SIGKILL it has no last word to its clients. */
  crash(signal?: "SIGQUIT" | "SIGKILL"): Promise<void>;
}

export interface PostgresOptions {
  /** Whether commits reach the disk; false makes tests quicker and is nothing for measurements and crashes. */
  readonly fsync?: boolean;
}

/** Starts a server on the loopback with its data in a temporary folder, as a user without rights when this is root. */
export async function postgres({ fsync = false }: PostgresOptions = {}): Promise<RigPostgres> {
  await ensurePrograms(["initdb"]);
  const folder = await temporary();
  // PostgreSQL refuses to run as root; and as another user it would stay when the tests are interrupted, unless the kernel tells it.
  const other = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--pdeathsig=INT"];
  const user = process.getuid?.() === 0 ? other : [];
  const data = join(folder.path, "data");
  await must(["mkdir", data]);
  if (user.length > 0) {
    await must(["chmod", "755", folder.path]);
    await must(["chown", "nobody:nogroup", data]);
  }
  const initdb = ["--auth=trust", "--username=slipway", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
  await must([...user, "initdb", "-D", data, ...initdb], { cwd: data });
  const port = await freePort();
  const start = async (): Promise<Bun.Subprocess> => {
    const settings = [
      `port=${port}`,
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "max_connections=200",
      ...(fsync ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
    ].flatMap((setting) => ["-c", setting]);
    const log = Bun.file(join(folder.path, `log-${Date.now()}`));
    const server = Bun.spawn([...user, "postgres", "-D", data, ...settings], {
      env: { ...process.env, PATH: searchPath() },
      cwd: data,
      stdin: "ignore",
      stdout: "ignore",
      stderr: log,
    });
    for (let tries = 0; tries < 300; tries++) {
      const { code } = await run(["pg_isready", "-q", "-h", "127.0.0.1", "-p", String(port)]);
      if (code === 0) return server;
      if (server.exitCode !== null) break;
      await Bun.sleep(100);
    }
    server.kill("SIGKILL");
    throw new RigError(`PostgreSQL did not start:\n${(await log.text()).slice(-2000)}`);
  };
  let server = await start();
  let databases = 0;
  const address = ["-h", "127.0.0.1", "-p", String(port), "-U", "slipway"];
  return {
    async database() {
      const name = `t${++databases}`;
      await must(["createdb", ...address, name]);
      return `postgres://slipway@127.0.0.1:${port}/${name}`;
    },
    async run(url, text) {
      await must(["psql", "-qX", "-v", "ON_ERROR_STOP=1", url, "-c", text]);
    },
    async crash(signal = "SIGQUIT") {
      server.kill(signal);
      await server.exited;
      // The processes that serve clients notice the end of the first one; until then there is no new one.
      for (let tries = 1; ; tries++) {
        const started = await start().catch((cause: unknown) => {
          if (signal === "SIGQUIT" || tries === 50) throw cause;
          return undefined;
        });
        if (started) {
          server = started;
          return;
        }
        await Bun.sleep(100);
      }
    },
    async [Symbol.asyncDispose]() {
      server.kill("SIGQUIT");
      await server.exited;
      await folder[Symbol.asyncDispose]();
    },
  };
}
