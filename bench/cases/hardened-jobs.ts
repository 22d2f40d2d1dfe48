import type { Engine } from "@slipway/engine";
import { trivialImage } from "../fixtures/trivial.ts";
import type { Sample } from "../time-program.ts";

/** The workspace of a job: a volume of its own in memory. */
const inMemory = {
  Name: "local",
  Options: { type: "tmpfs", device: "tmpfs", o: "nr_blocks=8192,mode=0700,uid=65532,gid=65532,nosuid,nodev" },
};

/** As jobs are hardened: what the engine has to do for one container of this kind is the least that a job can cost. */
const hardened = {
  NetworkMode: "none",
  ReadonlyRootfs: true,
  CapDrop: ["ALL"],
  SecurityOpt: ["no-new-privileges"],
  NanoCpus: 1e9,
  Memory: 160 * 1024 ** 2,
  MemorySwap: 160 * 1024 ** 2,
  PidsLimit: 64,
  Tmpfs: { "/tmp": "rw,exec,nosuid,nodev,size=33554432,mode=1777" },
  Mounts: [{ Type: "volume", Target: "/job", VolumeOptions: { NoCopy: true, DriverConfig: inMemory } }],
} as const;

/** So many containers that do nothing, so many at once: made, started, waited for and removed by calls of the engine. */
export async function hardenedJobs(engine: Engine, count: number, atOnce: number): Promise<Sample> {
  const started = performance.now();
  let left = count;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) {
        const body = { Image: trivialImage, Cmd: ["sh", "-c", "true"], User: "65532:65532", HostConfig: hardened };
        const { Id } = await engine.containers.create(body, { name: `slipway-bench-${crypto.randomUUID()}` });
        const { exit } = await engine.containers.wait(Id, { condition: "next-exit" });
        await engine.containers.start(Id);
        await exit;
        await engine.containers.remove(Id, { force: true, volumes: true });
      }
    }),
  );
  return { wall: performance.now() - started, cpu: 0 };
}
