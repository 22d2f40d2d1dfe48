import { describe, expect, test } from "bun:test";
import type { Service } from "@slipway/compose";
import type { HostConfig } from "@slipway/engine";
import { convert } from "./testing/sample.ts";

const cases: readonly (readonly [string, Partial<Service>, Partial<HostConfig>])[] = [
  [
    "published ports, a range and any free port",
    {
      ports: [
        { mode: "ingress", target: 80, published: "8080", host_ip: "127.0.0.1", protocol: "tcp" },
        { mode: "ingress", target: 80, published: "9000-9010", protocol: "tcp" },
        { mode: "ingress", target: 53, protocol: "udp" },
      ],
    },
    {
      PortBindings: {
        "80/tcp": [
          { HostIp: "127.0.0.1", HostPort: "8080" },
          { HostIp: "", HostPort: "9000-9010" },
        ],
        "53/udp": [{ HostIp: "", HostPort: "" }],
      },
    },
  ],
  [
    "memory, processors and processes",
    { mem_limit: "64m", mem_reservation: "1024", memswap_limit: "-1", cpus: 1.5, pids_limit: 10 },
    { Memory: 67108864, MemoryReservation: 1024, MemorySwap: -1, NanoCpus: 1_500_000_000, PidsLimit: 10 },
  ],
  [
    "the limits of deploy before its own",
    {
      mem_limit: "1g",
      cpus: 2,
      deploy: { resources: { limits: { cpus: "0.1", memory: "64m", pids: 5 }, reservations: { memory: "32m" } } },
    },
    { Memory: 67108864, NanoCpus: 100_000_000, PidsLimit: 5, MemoryReservation: 33554432 },
  ],
  ["zero swappiness, which is not the default", { mem_swappiness: 0 }, { MemorySwappiness: 0 }],
  [
    "ulimits",
    { ulimits: { nproc: 5, nofile: { soft: 1, hard: 2 } } },
    {
      Ulimits: [
        { Name: "nproc", Soft: 5, Hard: 5 },
        { Name: "nofile", Soft: 1, Hard: 2 },
      ],
    },
  ],
  [
    "block device limits",
    {
      blkio_config: {
        weight: 10,
        weight_device: [{ path: "/dev/sda", weight: 5 }],
        device_read_bps: [{ path: "/dev/sda", rate: "1mb" }],
        device_write_iops: [{ path: "/dev/sda", rate: 30 }],
      },
    },
    {
      BlkioWeight: 10,
      BlkioWeightDevice: [{ Path: "/dev/sda", Weight: 5 }],
      BlkioDeviceReadBps: [{ Path: "/dev/sda", Rate: 1048576 }],
      BlkioDeviceWriteIOps: [{ Path: "/dev/sda", Rate: 30 }],
    },
  ],
  [
    "devices by path",
    { devices: [{ source: "/dev/a", target: "/dev/b", permissions: "r" }, { source: "/dev/c" }] },
    {
      Devices: [
        { PathOnHost: "/dev/a", PathInContainer: "/dev/b", CgroupPermissions: "r" },
        { PathOnHost: "/dev/c", PathInContainer: "/dev/c", CgroupPermissions: "rwm" },
      ],
    },
  ],
  [
    "devices by their CDI name",
    { devices: [{ source: "vendor.com/gpu=0", target: "vendor.com/gpu=0" }] },
    { DeviceRequests: [{ Driver: "cdi", DeviceIDs: ["vendor.com/gpu=0"] }] },
  ],
  ["all GPUs when no number is given", { gpus: [{}] }, { DeviceRequests: [{ Count: -1, Capabilities: [["gpu"]] }] }],
  [
    "GPUs by id",
    { gpus: [{ device_ids: ["0"], capabilities: ["gpu", "video"], driver: "nvidia" }] },
    { DeviceRequests: [{ Driver: "nvidia", DeviceIDs: ["0"], Capabilities: [["gpu", "video"]] }] },
  ],
  [
    "reserved devices",
    { deploy: { resources: { reservations: { devices: [{ capabilities: ["gpu"], count: 2 }] } } } },
    { DeviceRequests: [{ Count: 2, Capabilities: [["gpu"]] }] },
  ],
  [
    "restart with attempts",
    { restart: "on-failure:3" },
    { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 } },
  ],
  ["restart without attempts", { restart: "unless-stopped" }, { RestartPolicy: { Name: "unless-stopped" } }],
  [
    "the restart policy of deploy before its own",
    { restart: "always", deploy: { restart_policy: { condition: "on-failure", max_attempts: 2 } } },
    { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 2 } },
  ],
  [
    "the default condition of deploy's restart policy, without the attempts that an engine refuses there",
    { deploy: { restart_policy: { max_attempts: 2 } } },
    { RestartPolicy: { Name: "always" } },
  ],
  ["no restart by deploy", { deploy: { restart_policy: { condition: "none" } } }, { RestartPolicy: { Name: "no" } }],
  [
    "tmpfs with options",
    { tmpfs: ["/run:size=1m,mode=755", "/tmp"] },
    { Tmpfs: { "/run": "size=1m,mode=755", "/tmp": "" } },
  ],
  [
    "several addresses of a host",
    { extra_hosts: { db: ["10.0.0.1", "::1"] } },
    { ExtraHosts: ["db:10.0.0.1", "db:::1"] },
  ],
  [
    "security options; open system paths are lists of the engine",
    { security_opt: ["no-new-privileges:true", "systempaths=unconfined"] },
    { SecurityOpt: ["no-new-privileges:true"], MaskedPaths: [], ReadonlyPaths: [] },
  ],
  [
    "logging",
    { logging: { driver: "local", options: { "max-size": "1m" } } },
    { LogConfig: { Type: "local", Config: { "max-size": "1m" } } },
  ],
  [
    "the rest",
    {
      privileged: true,
      read_only: true,
      init: false,
      shm_size: "8m",
      uts: "host",
      userns_mode: "host",
      cgroup: "host",
      runtime: "runc",
      sysctls: { a: "1" },
      group_add: ["10"],
      cap_add: ["ALL"],
      dns: ["1.1.1.1"],
    },
    {
      Privileged: true,
      ReadonlyRootfs: true,
      Init: false,
      ShmSize: 8388608,
      UTSMode: "host",
      UsernsMode: "host",
      CgroupnsMode: "host",
      Runtime: "runc",
      Sysctls: { a: "1" },
      GroupAdd: ["10"],
      CapAdd: ["ALL"],
      Dns: ["1.1.1.1"],
    },
  ],
];

describe("the host configuration of a container has", () => {
  for (const [title, keys, expected] of cases) {
    test(title, () => expect(convert(keys).body.HostConfig).toMatchObject(expected));
  }

  test("the namespaces of another service's container", () => {
    const namespaces = { network: "container:a", ipc: "container:b", pid: "container:c" };
    const service = { network_mode: "service:x", ipc: "service:x", pid: "service:x" };
    const { body } = convert(service, {}, { namespaces, volumesFrom: ["d:ro"] });
    expect(body.HostConfig).toEqual({
      NetworkMode: "container:a",
      IpcMode: "container:b",
      PidMode: "container:c",
      VolumesFrom: ["d:ro"],
    });
    expect(body.NetworkingConfig).toBeUndefined();
  });

  test("annotations only where the engine knows them, and says so elsewhere", () => {
    const keys = { annotations: { a: "1" } };
    expect(convert(keys).body.HostConfig?.Annotations).toBeUndefined();
    expect(convert(keys).warnings.map(({ code }) => code)).toEqual(["STACK_ENGINE_TOO_OLD"]);
    expect(convert(keys, {}, { apiVersion: "1.43" }).body.HostConfig?.Annotations).toEqual({ a: "1" });
  });
});
