import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LfsServer, lfsServer } from "./lfs-server.ts";

/** A bare repository on a server of this machine, over HTTP. */
export interface GitServer extends AsyncDisposable {
  /** `127.0.0.1:1234`; it listens on 127.0.0.1 whatever its name is. */
  readonly host: string;
  readonly url: string;
  /** Makes a commit with these files and gives its name; content by path, undefined removes. */
  commit(files: Readonly<Record<string, string | undefined>>): Promise<string>;
  /** Runs git in the work tree that commits are made in. */
  git(...argv: readonly string[]): Promise<string>;
  /** The large files of the repository. */
  readonly large: Pick<LfsServer, "keep" | "lose">;
  /** What clients asked for: `GET /repo.git/info/refs`. */
  readonly requests: readonly string[];
}

export interface GitServerOptions {
  /** Asked of clients as the password; none when absent. */
  readonly token?: string;
  /** Whether a commit may be asked for that no branch names, as git allows by default with protocol 2. */
  readonly anyCommit?: boolean;
  /** Takes requests, and never answers. */
  readonly stalls?: boolean;
  /** The host in its URL, when that is to be a name and not 127.0.0.1. */
  readonly name?: string;
}

/** Serves git's own HTTP backend. Source: git-http-backend(1), RFC 3875. */
export async function gitServer({
  token,
  anyCommit = true,
  name = "127.0.0.1",
  stalls = false,
}: GitServerOptions = {}): Promise<GitServer> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-git-"));
  const work = join(folder, "work");
  const requests: string[] = [];
  const large = lfsServer("/repo.git");
  const run = async (
    argv: readonly string[],
    env: Readonly<Record<string, string>> = {},
    input?: Uint8Array,
    mayFail = false,
  ) => {
    const child = Bun.spawn([...argv], {
      env: { PATH: process.env["PATH"] ?? "", HOME: folder, GIT_CONFIG_NOSYSTEM: "1", ...env },
      stdin: input ?? "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [output, errors, code] = await Promise.all([
      new Response(child.stdout).bytes(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    if (code !== 0 && !mayFail) throw new Error(`${argv.join(" ")} failed: ${errors}`);
    return output;
  };
  const git = async (...argv: readonly string[]) =>
    Buffer.from(
      await run([
        "git",
        "-C",
        work,
        "-c",
        "user.name=test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "protocol.file.allow=always",
        ...argv,
      ]),
    )
      .toString()
      .trim();
  await run(["git", "init", "-q", "--bare", "-b", "main", join(folder, "repo.git")]);
  await run(["git", "init", "-q", "-b", "main", work]);
  await git("remote", "add", "origin", join(folder, "repo.git"));

  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      requests.push(`${request.method} ${pathname}`);
      if (stalls) return await new Promise<never>(() => undefined);
      if (token !== undefined) {
        const given = Buffer.from((request.headers.get("authorization") ?? "").replace(/^Basic /, ""), "base64");
        if (given.toString() !== `x-access-token:${token}`) {
          return new Response("", { status: 401, headers: { "www-authenticate": 'Basic realm="git"' } });
        }
      }
      const file = await large.answer(request);
      if (file) return file;
      const answer = Buffer.from(
        await run(
          ["git", "http-backend"],
          {
            GIT_PROJECT_ROOT: folder,
            GIT_HTTP_EXPORT_ALL: "1",
            PATH_INFO: pathname,
            QUERY_STRING: search.slice(1),
            REQUEST_METHOD: request.method,
            CONTENT_TYPE: request.headers.get("content-type") ?? "",
            HTTP_CONTENT_ENCODING: request.headers.get("content-encoding") ?? "",
            // Without protocol 2 only what a branch names can be asked for.
            GIT_PROTOCOL: anyCommit ? (request.headers.get("git-protocol") ?? "") : "version=0",
          },
          await request.bytes(),
          // It fails when a client asks for what is not there, and has said so.
          true,
        ),
      );
      const end = answer.indexOf("\r\n\r\n");
      const headers = answer
        .toString("latin1", 0, end)
        .split("\r\n")
        .map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
      const status = Number(headers.find(([name]) => name === "Status")?.[1].split(" ")[0] ?? 200);
      return new Response(answer.subarray(end + 4), { status, headers: headers.filter(([name]) => name !== "Status") });
    },
  });
  return {
    host: `${name}:${server.port}`,
    url: `http://${name}:${server.port}/repo.git`,
    requests,
    large,
    git,
    async commit(files) {
      for (const [path, content] of Object.entries(files)) {
        if (content === undefined) await git("rm", "-q", path);
        else await Bun.write(join(work, path), content);
      }
      await git("add", "-A");
      await git("commit", "-q", "--allow-empty", "-m", "test");
      await git("push", "-q", "origin", "HEAD:main");
      return await git("rev-parse", "HEAD");
    },
    async [Symbol.asyncDispose]() {
      await server.stop(true);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
