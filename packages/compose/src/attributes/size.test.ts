import { testAttribute } from "../testing/test-config.ts";

const hint = "write a number of bytes, or one with k, m or g, such as 512m";

testAttribute(
  [
    [
      "sizes become bytes as text",
      "mem_limit: 1.5g\nmem_reservation: 64MB\nshm_size: 1024",
      { mem_limit: "1610612736", mem_reservation: "67108864", shm_size: "1024" },
    ],
    ["unlimited swap is −1", "memswap_limit: -1", { memswap_limit: "-1" }],
    [
      "limits of deploy",
      "deploy: {resources: {limits: {memory: 64m, cpus: '0.5'}}}",
      { deploy: { resources: { limits: { cpus: 0.5, memory: "67108864" } }, placement: {} } },
    ],
    [
      "rates of block devices",
      "blkio_config: {device_read_bps: [{path: /dev/a, rate: 1k}]}",
      { blkio_config: { device_read_bps: [{ Path: "/dev/a", Rate: "1024" }] } },
    ],
  ],
  [
    ["an unknown unit", "mem_limit: 5q", [`4:16 services.web.mem_limit is no size: "5q" (${hint})`]],
    [
      "two limits that differ",
      "mem_limit: 1m\ndeploy: {resources: {limits: {memory: 2m}}}",
      ["4:16 services.web.mem_limit differs from deploy.resources.limits.memory (keep one of the two)"],
    ],
  ],
);
