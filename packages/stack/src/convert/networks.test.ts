import { describe, expect, test } from "bun:test";
import type { Project } from "@slipway/compose";
import { convert } from "./testing/sample.ts";

const parts: Partial<Project> = {
  networks: { default: { name: "demo_default" }, a: { name: "demo_a" }, b: { name: "company-wide" } },
};

describe("a container joins its networks", () => {
  const keys = { networks: { a: { aliases: ["www", "web"], ipv4_address: "10.0.0.5" }, b: { priority: 5 } } };
  const a = { Aliases: ["demo-web-1", "web", "www"], IPAMConfig: { IPv4Address: "10.0.0.5" } };
  const b = { Aliases: ["demo-web-1", "web"] };

  test("on older engines the one with the highest priority at creation, the others afterwards", () => {
    const { body, connect } = convert(keys, parts);
    expect(body.HostConfig?.NetworkMode).toBe("company-wide");
    expect(body.NetworkingConfig).toEqual({ EndpointsConfig: { "company-wide": b } });
    expect(connect).toEqual([{ network: "demo_a", endpoint: a }]);
  });

  test("from API 1.44 on all at creation", () => {
    const { body, connect } = convert(keys, parts, { apiVersion: "1.44" });
    expect(body.HostConfig?.NetworkMode).toBe("company-wide");
    expect(body.NetworkingConfig).toEqual({ EndpointsConfig: { "company-wide": b, demo_a: a } });
    expect(connect).toEqual([]);
  });

  test("by key where priorities are equal", () => {
    expect(convert({ networks: { b: null, a: null } }, parts).body.HostConfig?.NetworkMode).toBe("demo_a");
  });

  test("the default one when it names none, and none when there is none", () => {
    expect(convert({}, parts).body.HostConfig?.NetworkMode).toBe("demo_default");
    expect(convert({}, { networks: {} }).body.HostConfig?.NetworkMode).toBe("none");
  });

  test("a container of run under its own name only", () => {
    const { body } = convert(keys, parts, { serviceAliases: false });
    expect(body.NetworkingConfig?.EndpointsConfig["company-wide"]?.Aliases).toEqual(["demo-web-1"]);
  });
});

describe("a MAC address", () => {
  test("belongs to the container on older engines", () => {
    const { body, warnings } = convert({ networks: { a: { mac_address: "02:00:00:00:00:01" } } }, parts);
    expect(body.MacAddress).toBe("02:00:00:00:00:01");
    expect(warnings).toEqual([]);
  });

  test("belongs to the endpoint from API 1.44 on", () => {
    const { body } = convert({ mac_address: "02:00:00:00:00:01", networks: { a: null } }, parts, {
      apiVersion: "1.44",
    });
    expect(body.MacAddress).toBeUndefined();
    expect(body.NetworkingConfig?.EndpointsConfig.demo_a?.MacAddress).toBe("02:00:00:00:00:01");
  });

  test("of a second network is left out on older engines, and says so", () => {
    const { connect, warnings } = convert({ networks: { a: null, b: { mac_address: "02:00:00:00:00:01" } } }, parts);
    expect(connect[0]?.endpoint.MacAddress).toBeUndefined();
    expect(warnings[0]?.message).toContain('"networks.b.mac_address" of service "web" needs engine API 1.44');
  });
});

test("a gateway's priority and an interface's name are given to the engines that know them", () => {
  const keys = { networks: { a: { gw_priority: 2, interface_name: "eth7" } } };
  expect(convert(keys, parts, { apiVersion: "1.49" }).body.NetworkingConfig?.EndpointsConfig.demo_a).toMatchObject({
    GwPriority: 2,
    DriverOpts: { "com.docker.network.endpoint.ifname": "eth7" },
  });
  const old = convert(keys, parts);
  expect(old.body.NetworkingConfig?.EndpointsConfig.demo_a).toEqual({ Aliases: ["demo-web-1", "web"] });
  expect(old.warnings).toHaveLength(2);
});

test("links are names on the networks, and of the container on the engine's bridge", () => {
  const keys = { links: ["db:database"], external_links: ["old"] };
  const links = ["demo-db-1:database", "demo-db-1:db-1", "demo-db-1:demo-db-1", "old:old"];
  expect(convert(keys, parts).body.NetworkingConfig?.EndpointsConfig.demo_default?.Links).toEqual(links);
  expect(convert({ ...keys, network_mode: "bridge" }, parts).body.HostConfig?.Links).toEqual(links);
});

for (const mode of ["host", "none", "bridge", "container:abc"]) {
  test(`network_mode ${mode} is handed on, without endpoints`, () => {
    const { body } = convert({ network_mode: mode }, parts);
    expect(body.HostConfig?.NetworkMode).toBe(mode);
    expect(body.NetworkingConfig).toBeUndefined();
  });
}
