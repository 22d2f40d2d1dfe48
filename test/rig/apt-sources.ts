import { must, RigError } from "./process.ts";

/** One repository that apt of this machine reads. */
export interface AptSource {
  readonly origin: string;
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
}

/**
 * The repositories of the distribution that this machine's own apt reads (not those of third parties), so that what
 * the rig fetches comes from the mirror that is known to work here. Source: apt-get(8), `indextargets`.
 */
export async function aptSources(): Promise<readonly AptSource[]> {
  let found = await known();
  // A fresh container image comes without lists.
  if (found.length === 0 && process.getuid?.() === 0) {
    await must(["apt-get", "-qq", "update"]);
    found = await known();
  }
  if (found.length === 0) {
    throw new RigError("apt knows no repository of Debian or Ubuntu", "run `apt-get update` and try again");
  }
  return found;
}

async function known(): Promise<readonly AptSource[]> {
  const format = "$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)";
  const listing = await must(["apt-get", "indextargets", "--format", format, "Created-By: Packages"]);
  const found = new Map<string, AptSource>();
  for (const line of new Set(listing.trim().split("\n"))) {
    const [origin = "", uri = "", suite = "", component = ""] = line.split("|");
    if (origin !== "Debian" && origin !== "Ubuntu") continue;
    const before = found.get(`${uri} ${suite}`)?.components ?? [];
    if (!before.includes(component))
      found.set(`${uri} ${suite}`, { origin, uri, suite, components: [...before, component] });
  }
  return [...found.values()];
}

/** The lines of a sources.list with these repositories. */
export function sourcesList(sources: readonly AptSource[]): string {
  return sources.map((source) => `deb ${source.uri} ${source.suite} ${source.components.join(" ")}\n`).join("");
}
