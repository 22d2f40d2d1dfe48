import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { RemoteFile } from "@slipway/compose";
import { sha256 } from "@slipway/core";
import { cliErrors } from "../errors.ts";
import { composeFileIn } from "./compose-file-in.ts";
import { type GitAddress, parseGitAddress } from "./git-address.ts";
import { keep } from "./keep.ts";

export interface GitOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where repositories are kept, absolute. */
  readonly cache: string;
  /** Protocols that git may use. Tests add `file`. */
  readonly protocols?: readonly string[];
}

const minutes = 60_000;

/**
 * Fetches one commit of a git repository, without its history, into the cache, and gives the Compose file in it. The
 * commit is looked up each time, so that a branch is as it is now; a commit that is there is not fetched again.
 *
 * @throws CLI_REMOTE_ADDRESS, CLI_GIT_FAILED, CLI_REMOTE_CONTENT
 */
export async function fetchGit(address: string, options: GitOptions): Promise<RemoteFile> {
  const protocols = options.protocols ?? ["https", "ssh"];
  const place = parseGitAddress(address, protocols);
  const git = (...argv: string[]): Promise<string> => runGit(argv, protocols, options.env);
  const found = await lookUp(place, git);
  const key = sha256(`${place.url}\0${found.commit}`).slice(0, 32);
  const root = join(options.cache, "git", key, place.name);
  if (!existsSync(root)) {
    await keep(root, async (folder) => {
      await git("init", "--quiet", folder);
      await git("-C", folder, "fetch", "--quiet", "--depth", "1", "--no-tags", "--", place.url, found.fetch);
      const commit = (await git("-C", folder, "rev-parse", "FETCH_HEAD^{commit}")).trim();
      if (commit !== found.commit)
        throw cliErrors.error("CLI_GIT_FAILED", { reason: `${found.fetch} moved meanwhile` });
      await git("-C", folder, "-c", "core.hooksPath=/dev/null", "checkout", "--quiet", "--detach", commit);
      await rm(join(folder, ".git"), { recursive: true });
    });
  }
  return { file: composeFileIn(root, place.path), root };
}

type Git = (...argv: string[]) => Promise<string>;

/** The commit that a ref means now, and what to ask the repository for. */
async function lookUp(
  { url, ref }: GitAddress,
  git: Git,
): Promise<{ readonly commit: string; readonly fetch: string }> {
  if (ref !== undefined && /^[0-9a-f]{40}$/.test(ref)) return { commit: ref, fetch: ref };
  const names =
    ref === undefined ? ["HEAD"] : ref.startsWith("refs/") ? [ref] : [`refs/tags/${ref}`, `refs/heads/${ref}`];
  const lines = (await git("ls-remote", "--", url, ...names.flatMap((name) => [name, `${name}^{}`]))).split("\n");
  const commits = new Map(lines.map((line) => line.split("\t")).map(([commit = "", name = ""]) => [name, commit]));
  for (const name of names) {
    // A tag with a message is an object of its own; the commit stands behind it.
    const commit = commits.get(`${name}^{}`) ?? commits.get(name);
    if (commit) return { commit, fetch: name };
  }
  throw cliErrors.error("CLI_GIT_FAILED", { reason: `${url} has no branch or tag "${ref ?? "HEAD"}"` });
}

/** Runs git without a way to ask for a password, to other protocols, or to the repository one stands in. */
async function runGit(argv: readonly string[], protocols: readonly string[], env: GitOptions["env"]): Promise<string> {
  const inherited = Object.entries(env).filter(
    ([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|PREFIX)$/.test(name),
  );
  const child = spawn("git", ["-c", "submodule.recurse=false", ...argv], {
    env: {
      ...Object.fromEntries(inherited),
      GIT_ALLOW_PROTOCOL: protocols.join(":"),
      GIT_TERMINAL_PROMPT: "0",
      GIT_ASKPASS: "true",
      SSH_ASKPASS: "true",
      GIT_SSH_COMMAND: env["GIT_SSH_COMMAND"] ?? "ssh -o BatchMode=yes",
      GIT_LFS_SKIP_SMUDGE: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 2 * minutes,
    killSignal: "SIGKILL",
  });
  let said = "";
  let failed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (failed = (failed + text).slice(-2000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === "ENOENT" ? "there is no program git on the PATH" : cause.message;
      reject(cliErrors.error("CLI_GIT_FAILED", { reason }, { cause }));
    });
    child.on("close", resolve);
  });
  if (code === 0) return said;
  const lines = failed.trim().split("\n");
  const line = lines.find((one) => one.startsWith("fatal: ")) ?? lines.at(-1);
  const reason = line?.replace(/^fatal: /, "") || "it was too slow and was ended";
  throw cliErrors.error("CLI_GIT_FAILED", { reason });
}
