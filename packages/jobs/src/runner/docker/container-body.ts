import type { ContainerCreate } from "@slipway/engine";
import type { Resources } from "../../job/spec.ts";
import { contractRoot, contractVersion } from "../contract/job-script.ts";
import program from "../contract/program.sh" with { type: "text" };
import { labels } from "./names.ts";

/** What a container for a job is made of. Everything here is fixed when it is made, so containers that wait are told apart by it. */
export interface ContainerClass {
  /** Id of the image. */
  readonly image: string;
  readonly resources: Pick<Resources, "cpus" | "memoryBytes" | "pids" | "diskBytes" | "logBytes">;
  /** `uid:gid`, not root. */
  readonly user: string;
  /** `none`, or `container:` and the id of the container that has the network. */
  readonly network: string;
}

/** Bytes of output that the engine keeps at the least, so that a worker can continue where another one died. */
const leastLog = 16 * 1024 ** 2;

/**
 * The body of the engine's create call: a container that may do nothing but compute. All capabilities are dropped and none can be
 * gained; the image is read-only; what is written lies in memory, within `diskBytes` for the workspace and as much for `/tmp`, so that
 * a job can fill no disk and nothing of it is left on one. Files count as memory for the kernel, therefore the limit is the sum of both.
 */
export function containerBody(
  { image, resources, user, network }: ContainerClass,
  ownLabels: Readonly<Record<string, string>>,
): ContainerCreate {
  const { cpus, memoryBytes, pids, diskBytes, logBytes } = resources;
  const [uid = "", gid = uid] = user.split(":");
  const memory = memoryBytes + diskBytes;
  return {
    Image: image,
    Entrypoint: ["sh", "-c", program, "slipway"],
    Cmd: [],
    User: user,
    WorkingDir: "/",
    ...(network === "none" ? { Hostname: "job" } : {}),
    OpenStdin: true,
    // When the worker goes, what waits for a job sees the end of its input and ends.
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Healthcheck: { Test: ["NONE"] },
    StopSignal: "SIGTERM",
    Labels: { ...ownLabels, [labels.contract]: contractVersion },
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      NetworkMode: network,
      IpcMode: "private",
      NanoCpus: Math.round(cpus * 1e9),
      Memory: memory,
      MemorySwap: memory,
      PidsLimit: pids,
      ShmSize: 64 * 1024 ** 2,
      // Should the host run out of memory, jobs go before anything else of it.
      OomScoreAdj: 500,
      Tmpfs: { "/tmp": `rw,exec,nosuid,nodev,size=${diskBytes},mode=1777` },
      // A volume, because the engine can read one while the container runs; it goes with the container.
      Mounts: [
        {
          Type: "volume",
          Target: contractRoot,
          VolumeOptions: {
            NoCopy: true,
            Labels: { [labels.group]: ownLabels[labels.group] ?? "" },
            DriverConfig: {
              Name: "local",
              Options: {
                type: "tmpfs",
                device: "tmpfs",
                // In pages, as Podman takes `size` for a quota of the disk.
                o: `nr_blocks=${Math.ceil(diskBytes / 4096)},mode=0700,uid=${uid},gid=${gid},nosuid,nodev`,
              },
            },
          },
        },
      ],
      LogConfig: {
        Type: "json-file",
        Config: { "max-size": String(Math.max(leastLog, logBytes * 4)), "max-file": "2" },
      },
    },
  };
}
