import { hasProgram, must, RigError, run } from "./process.ts";

/** The Debian packages of the rig, by the program that each is needed for. */
const packageOf = {
  dockerd: "docker.io",
  docker: "docker-cli",
  iptables: "iptables",
  "docker-registry": "docker-registry",
  mmdebstrap: "mmdebstrap",
  busybox: "busybox-static",
  podman: "podman",
  netavark: "netavark",
  "aardvark-dns": "aardvark-dns",
  catatonit: "catatonit",
  initdb: "postgresql",
  "redis-server": "redis-server",
} as const;

export type Program = keyof typeof packageOf;

/**
 * Makes sure that these programs can be run, and gives the Debian packages that had to be installed for it.
 * Installs only as root on Debian or Ubuntu; throws {@link RigError} with what to do otherwise.
 */
export async function ensurePrograms(programs: readonly Program[]): Promise<readonly string[]> {
  const missing = programs.filter((program) => !hasProgram(program));
  if (missing.length === 0) return [];
  const names = missing.join(", ");
  if (!hasProgram("apt-get")) {
    throw new RigError(
      `this machine has no ${names}`,
      "install them with your system's package manager, or start Docker",
    );
  }
  if (process.getuid?.() !== 0) {
    const wanted = missing.map((program) => packageOf[program]).join(" ");
    throw new RigError(`this machine has no ${names}`, `run \`sudo apt-get install ${wanted}\`, or start Docker`);
  }
  const apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=120"];
  const env = { DEBIAN_FRONTEND: "noninteractive", POLICY_RC_D: "deny" };
  const known = await run(["apt-cache", "show", "docker.io"]);
  if (known.code !== 0) await must([...apt, "update"], { env });
  // Before Debian 13 the package docker.io holds the client too, and docker-cli does not exist.
  const split = (await run(["apt-cache", "show", "docker-cli"])).code === 0;
  const wanted = missing.map((program) => (program === "docker" && !split ? "docker.io" : packageOf[program]));
  await installWithoutStarting([...apt, "install", "-y", "--no-install-recommends", ...new Set(wanted)], env);
  return [...new Set(wanted)];
}

/**
 * Debian starts a service when its package is installed. The rig starts its own, so a `policy-rc.d` says no meanwhile.
 * Source: Debian's invoke-rc.d policy, /usr/share/doc/init-system-helpers.
 */
async function installWithoutStarting(argv: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const policy = Bun.file("/usr/sbin/policy-rc.d");
  const own = !(await policy.exists());
  if (own) {
    await Bun.write(policy, "#!/bin/sh\nexit 101\n");
    await must(["chmod", "755", "/usr/sbin/policy-rc.d"]);
  }
  try {
    const first = await run(argv, { env });
    if (first.code === 0) return;
    // Lists that are older than the mirror name versions that are gone.
    await must(["apt-get", "-qq", "update"], { env });
    await must(argv, { env });
  } finally {
    if (own) await policy.delete();
  }
}
