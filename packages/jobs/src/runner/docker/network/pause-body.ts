import type { ContainerCreate } from "@slipway/engine";
import { privateNetworks } from "../../egress/addresses.ts";
import type { NetworkClass } from "./network-class.ts";
import program from "./pause.sh" with { type: "text" };

export interface PauseOptions {
  /** Id or name of an image with busybox. */
  readonly image: string;
  /** The bridge of the class `internet`. */
  readonly bridge: string;
  /** Name servers of the class `internet`. */
  readonly dns: readonly string[];
}

/** The address at which a job finds the proxy. */
export const proxyAddress = "http://127.0.0.1:3128";

/** The body of the engine's create call for a container that has the network of one job. Only routes need a capability. */
export function pauseBody(
  way: Exclude<NetworkClass, "none">,
  { image, bridge, dns }: PauseOptions,
  labels: Readonly<Record<string, string>>,
): ContainerCreate {
  const isOpen = way === "internet";
  return {
    Image: image,
    Entrypoint: ["sh", "-c", program, "slipway", way, ...(isOpen ? privateNetworks : [])],
    Cmd: [],
    User: isOpen ? "0:0" : "65532:65532",
    Hostname: "job",
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Healthcheck: { Test: ["NONE"] },
    Labels: labels,
    HostConfig: {
      AutoRemove: true,
      Init: true,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      ...(isOpen ? { CapAdd: ["NET_ADMIN"] } : {}),
      SecurityOpt: ["no-new-privileges"],
      NetworkMode: isOpen ? bridge : "none",
      ...(isOpen ? { Dns: dns } : {}),
      IpcMode: "private",
      Memory: 64 * 1024 ** 2,
      MemorySwap: 64 * 1024 ** 2,
      PidsLimit: 512,
      Tmpfs: { "/relay": "rw,exec,nosuid,nodev,size=1m,mode=1777" },
      LogConfig: { Type: "none", Config: {} },
    },
  };
}
