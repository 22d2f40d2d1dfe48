import { expect, test } from "bun:test";
import { label } from "../labels.ts";
import { networkCreate } from "./network.ts";
import { projectWith } from "./testing/sample.ts";
import { volumeCreate } from "./volume.ts";

test("a network's body has its engine's name, addresses and labels", () => {
  const project = projectWith({
    networks: {
      back: {
        name: "demo_back",
        driver: "bridge",
        driver_opts: { "com.docker.network.driver.mtu": "1400" },
        internal: true,
        attachable: true,
        enable_ipv6: true,
        labels: { team: "a" },
        ipam: {
          driver: "default",
          config: [
            {
              subnet: "10.1.0.0/16",
              ip_range: "10.1.1.0/24",
              gateway: "10.1.0.1",
              aux_addresses: { host: "10.1.0.2" },
            },
          ],
        },
      },
    },
  });
  expect(networkCreate(project, "back")).toMatchObject({
    Name: "demo_back",
    Driver: "bridge",
    Options: { "com.docker.network.driver.mtu": "1400" },
    Internal: true,
    Attachable: true,
    EnableIPv6: true,
    IPAM: {
      Driver: "default",
      Config: [
        {
          Subnet: "10.1.0.0/16",
          IPRange: "10.1.1.0/24",
          Gateway: "10.1.0.1",
          AuxiliaryAddresses: { host: "10.1.0.2" },
        },
      ],
    },
    Labels: { team: "a", [label.project]: "demo", [label.network]: "back" },
  });
});

test("a network without wishes leaves everything to the engine", () => {
  const project = projectWith({ networks: { default: { name: "demo_default", ipam: {} } } });
  expect(Object.keys(networkCreate(project, "default"))).toEqual(["Name", "Labels"]);
});

test("a volume's body has its engine's name, driver and labels", () => {
  const project = projectWith({
    volumes: { data: { name: "demo_data", driver: "local", driver_opts: { type: "nfs" }, labels: { keep: "yes" } } },
  });
  expect(volumeCreate(project, "data")).toMatchObject({
    Name: "demo_data",
    Driver: "local",
    DriverOpts: { type: "nfs" },
    Labels: { keep: "yes", [label.project]: "demo", [label.volume]: "data" },
  });
});
