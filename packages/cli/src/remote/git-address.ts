import { cliErrors } from "../errors.ts";

/** A place in a git repository. */
export interface GitAddress {
  readonly url: string;
  /** Branch, tag, `refs/…` or commit; absent: what HEAD is there. */
  readonly ref?: string;
  /** Directory or file in the repository; empty is its top. */
  readonly path: string;
  /** The repository's name. */
  readonly name: string;
}

/**
 * Reads `URL[#REF[:PATH]]`. `github.com/…` is short for https.
 * Source: docker compose, "Remote Compose files"; moby, git contexts.
 *
 * @throws CLI_REMOTE_ADDRESS
 */
export function parseGitAddress(address: string, protocols: readonly string[]): GitAddress {
  const [front = "", fragment = ""] = split(address, "#");
  const [ref = "", path = ""] = split(fragment, ":");
  const url = front.startsWith("github.com/") ? `https://${front}` : front;
  const fail = (reason: string): Error => cliErrors.error("CLI_REMOTE_ADDRESS", { address, reason });
  const protocol = url.startsWith("git@") ? "ssh" : (/^([a-z]+):\/\//.exec(url)?.[1] ?? "");
  if (!protocols.includes(protocol))
    throw fail(`is fetched over ${protocol || "no protocol"}; ${protocols.join(" and ")} are allowed`);
  // What begins with a dash would be an option to git; what has a control character is no address.
  if (/[\s\p{Cc}]/u.test(address) || /^-/.test(ref) || /\/\/-|@-/.test(url))
    throw fail("is no address of a repository");
  if (path.startsWith("/") || path.split("/").includes("..")) throw fail("leads out of the repository");
  const name = /([^/:]+?)(?:\.git)?\/?$/.exec(url.slice(0, 1000))?.[1];
  if (!name || name === "." || name === "..") throw fail("is no address of a repository");
  return { url, ...(ref === "" ? {} : { ref }), path, name };
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index === -1 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}
