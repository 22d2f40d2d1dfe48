import { isSlipwayError } from "@slipway/core";
import { isAbsolute, relative } from "./path-names.ts";

/** A Compose file that lies elsewhere, brought to this machine. */
export interface RemoteFile {
  /** The Compose file, absolute. */
  readonly file: string;
  /** The directory that all of it lies in, absolute: nothing outside is read on its behalf. */
  readonly root: string;
}

/**
 * Brings what an address (`https://….git#ref:dir`, `git@…`, `oci://…`) names to this machine. Rejects with an error whose
 * message is the reason, for people; the hint of a `SlipwayError` is shown too.
 */
export type RemoteResolver = (address: string) => Promise<RemoteFile>;

/** True for what names a Compose file that is not on this machine. */
export function isRemote(name: string): boolean {
  return /^(?:(?:https?|ssh|git|oci|file):\/\/|git@|github\.com\/)/.test(name);
}

/** So many remote files may belong to one project. */
const most = 100;

/**
 * The remote files of one load. Passes do not wait: what is not here yet is noted, fetched when they are through, and then
 * the files are read anew.
 */
export class Remotes {
  readonly #resolve: RemoteResolver | undefined;
  readonly #found = new Map<string, RemoteFile | Error>();
  readonly #wanted = new Set<string>();

  constructor(resolve?: RemoteResolver) {
    this.#resolve = resolve;
  }

  /** False: nothing is fetched. */
  get isOn(): boolean {
    return this.#resolve !== undefined;
  }

  /** The file of an address, or why it cannot be had; undefined when it is still to be fetched. */
  find(address: string): RemoteFile | Error | undefined {
    const found = this.#found.get(address);
    if (!found) this.#wanted.add(address);
    return found;
  }

  /** Fetches what was asked for; false when there was nothing. */
  async fetchWanted(): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    for (const address of wanted) this.#found.set(address, await this.#fetch(address));
    return wanted.length > 0;
  }

  async #fetch(address: string): Promise<RemoteFile | Error> {
    if (!this.#resolve || this.#found.size >= most) return new Error(`a project has at most ${most} remote files`);
    try {
      return await this.#resolve(address);
    } catch (cause) {
      if (isSlipwayError(cause) || cause instanceof Error) return cause;
      return new Error(String(cause));
    }
  }

  /**
   * True for a path that a remote project must not lead to: one outside its directory, named by a file in it (`from`), or
   * inside by name and outside behind symbolic links.
   */
  forbids(path: string, from: string | undefined, realPath: (path: string) => string): boolean {
    const roots = [...this.#found.values()].flatMap((found) => (found instanceof Error ? [] : [found.root]));
    const root =
      roots.find((one) => isInside(path, one)) ?? roots.find((one) => from !== undefined && isInside(from, one));
    return root !== undefined && !isInside(realPath(path), realPath(root));
  }
}

function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way !== ".." && !way.startsWith("../") && !isAbsolute(way);
}
