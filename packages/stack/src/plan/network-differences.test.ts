import { expect, test } from "bun:test";
import type { NetworkInspect } from "@slipway/engine";
import { networkDifferences } from "./network-differences.ts";

const present = {
  Name: "demo_back",
  Driver: "bridge",
  Internal: false,
  Attachable: false,
  EnableIPv6: false,
  IPAM: { Driver: "default", Config: [{ Subnet: "10.9.0.0/24", Gateway: "10.9.0.1" }] },
  Options: {},
  Labels: { "com.docker.compose.network": "back", team: "red" },
} as unknown as NetworkInspect;

test("a network differs in the keys that a file gives otherwise", () => {
  const wanted = { name: "demo_back", internal: true, labels: { team: "blue" }, driver_opts: { mtu: "1400" } };
  expect(networkDifferences(wanted, present)).toEqual([
    { key: "internal", to: "true" },
    { key: "driver_opts.mtu", to: "1400" },
    { key: "labels.team", from: "red", to: "blue" },
  ]);
});

test("what the engine chose by itself is no difference", () => {
  expect(networkDifferences({ name: "demo_back", labels: { team: "red" } }, present)).toEqual([]);
  const config = [{ subnet: "10.9.0.0/24" }];
  expect(networkDifferences({ name: "demo_back", labels: { team: "red" }, ipam: { config } }, present)).toEqual([]);
  const other = [{ subnet: "10.8.0.0/24", gateway: "10.8.0.9" }];
  expect(networkDifferences({ name: "demo_back", labels: { team: "red" }, ipam: { config: other } }, present)).toEqual([
    { key: "ipam.config", from: "10.9.0.0/24 10.9.0.1", to: "10.8.0.0/24 10.8.0.9" },
  ]);
});
