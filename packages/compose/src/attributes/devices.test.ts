import { testAttribute } from "../testing/test-config.ts";

const deploy = (device: object) => ({
  deploy: { resources: { reservations: { devices: [device] } }, placement: {} },
});

testAttribute(
  [
    [
      "a device, its place in the container, its permissions",
      "devices: [/dev/a, '/dev/a:/dev/b', '/dev/a:/dev/c:r']",
      {
        devices: [
          { source: "/dev/a", target: "/dev/a", permissions: "rwm" },
          { source: "/dev/a", target: "/dev/b", permissions: "rwm" },
          { source: "/dev/a", target: "/dev/c", permissions: "r" },
        ],
      },
    ],
    [
      "a name of the container device interface",
      "devices: ['nvidia.com/gpu=all']",
      { devices: [{ source: "nvidia.com/gpu=all", target: "nvidia.com/gpu=all", permissions: "rwm" }] },
    ],
    ["gpus: all is a request for all", "gpus: all", { gpus: [{ count: -1 }] }],
    ["a request without a count asks for all", "gpus: [{driver: nvidia}]", { gpus: [{ driver: "nvidia", count: -1 }] }],
    [
      "devices of deploy: a count",
      "deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: 2}]}}}",
      deploy({ capabilities: ["gpu"], count: 2 }),
    ],
    [
      "devices of deploy: ids",
      "deploy: {resources: {reservations: {devices: [{capabilities: [gpu], device_ids: ['0']}]}}}",
      deploy({ capabilities: ["gpu"], device_ids: ["0"] }),
    ],
  ],
  [
    [
      "too many parts",
      "devices: ['a:b:c:d']",
      [
        '4:16 services.web.devices[0] is no device: "a:b:c:d" (write HOST[:CONTAINER[:rwm]], such as /dev/ttyUSB0:/dev/ttyUSB0)',
      ],
    ],
    ["gpus is all or a list", "gpus: some", ['4:11 services.web.gpus is not valid: "some" (allowed: all)']],
    [
      "a request without capabilities",
      "deploy: {resources: {reservations: {devices: [{count: 1}]}}}",
      ['4:51 services.web.deploy.resources.reservations.devices[0] needs "capabilities" (add the attribute)'],
    ],
    [
      "a count and ids",
      "gpus: [{count: 1, device_ids: [a]}]",
      ["4:20 services.web.gpus[0].count excludes device_ids (keep one of the two)"],
    ],
  ],
);
