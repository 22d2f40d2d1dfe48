import type { Engine } from "@slipway/engine";
import { BenchError } from "../case.ts";
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
  IpcMode: "private",
  ShmSize: 64 * 1024 ** 2,
  OomScoreAdj: 500,
  LogConfig: { Type: "json-file", Config: { "max-size": "67108864", "max-file": "2" } },
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

/** It gets what it is to do over its input, and what it prints is read. */
const talking = {
  Image: trivialImage,
  Entrypoint: ["sh", "-c", 'read -r line; eval "$line"'],
  User: "65532:65532",
  OpenStdin: true,
  StdinOnce: true,
  AttachStdin: true,
  AttachStdout: true,
  AttachStderr: true,
  Healthcheck: { Test: ["NONE"] },
  HostConfig: hardened,
};

/**
 * So many containers that are told to do nothing, so many at once, by calls of the engine: made, attached to, started, told what to do,
 * read to the end, waited for and removed.
 */
export async function hardenedJobs(engine: Engine, count: number, atOnce: number): Promise<Sample> {
  const started = performance.now();
  let left = count;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) {
        const { id, live, exit } = await startWaiting(engine);
        await live.write(Buffer.from("true\n"));
        for await (const _ of live.output);
        await exit;
        await engine.containers.remove(id, { force: true, volumes: true });
      }
    }),
  );
  return { wall: performance.now() - started, cpu: 0 };
}

/** The time from when so many containers that wait are told to print, all at once, to the first byte of the last of them. */
export async function toldTogether(engine: Engine, count: number): Promise<Sample> {
  const waiting = await Promise.all(Array.from({ length: count }, () => startWaiting(engine)));
  try {
    // Their shells have come to the line that waits.
    await Bun.sleep(count * 50);
    const told = performance.now();
    const ends = await Promise.all(
      waiting.map(async ({ id, live }) => {
        await live.write(Buffer.from("echo begun\n"));
        for await (const _ of live.output) return performance.now();
        throw new BenchError(`the container ${id} has printed nothing`);
      }),
    );
    return { wall: Math.max(...ends) - told, cpu: 0 };
  } finally {
    await Promise.all(waiting.map(({ id }) => engine.containers.remove(id, { force: true, volumes: true })));
  }
}

/** A container that waits for what it is to do. */
async function startWaiting(engine: Engine) {
  const { Id: id } = await engine.containers.create(talking, { name: `slipway-bench-${crypto.randomUUID()}` });
  const { exit } = await engine.containers.wait(id, { condition: "next-exit" });
  const live = await engine.containers.attach(id, false, { stdin: true });
  await engine.containers.start(id);
  return { id, live, exit };
}
