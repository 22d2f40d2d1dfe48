interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

/**
 * What keeps package-lock.json from serving every machine: an address of a registry, which belongs to the machine that
 * wrote it, or an optional package that is left out because that machine could not have it; `npm ci` refuses both.
 */
export async function lockComplete(root: string): Promise<string[]> {
  const lock = (await Bun.file(`${root}/package-lock.json`).json()) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const wrong: string[] = [];
  for (const [path, { optionalDependencies = {}, resolved = "" }] of Object.entries(lock.packages)) {
    if (resolved.includes("://")) wrong.push(`${path} is bound to ${resolved}`);
    for (const name of Object.keys(optionalDependencies)) {
      if (!(`node_modules/${name}` in lock.packages)) wrong.push(`${path} may use ${name}, which is left out`);
    }
  }
  return wrong;
}
