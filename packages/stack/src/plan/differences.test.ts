import { describe, expect, test } from "bun:test";
import type { Project, Service } from "@slipway/compose";
import type { ContainerInspect, EndpointSettings, ImageInspect } from "@slipway/engine";
import type { ContainerRequest } from "../convert/container.ts";
import { convert } from "../convert/testing/sample.ts";
import { differences } from "./differences.ts";

const id = "0123456789ab".padEnd(64, "c");
const image = { Id: `sha256:${"a".repeat(64)}`, Config: {} } as ImageInspect;

/** A container as an engine that fills nothing in would show it. */
function liveOf({ body, connect }: ContainerRequest, more: Partial<ContainerInspect> = {}): ContainerInspect {
  const { HostConfig, NetworkingConfig, ...config } = body;
  const endpoints: Record<string, EndpointSettings> = { ...NetworkingConfig?.EndpointsConfig };
  for (const { network, endpoint } of connect) endpoints[network] = endpoint;
  return {
    Id: id,
    Name: "/demo-web-1",
    Image: image.Id,
    Config: { ...config, Labels: config.Labels ?? {} },
    HostConfig: HostConfig ?? {},
    Mounts: [],
    NetworkSettings: { Networks: endpoints },
    ...more,
  } as ContainerInspect;
}

const parts: Partial<Project> = { networks: { a: { name: "demo_a" }, b: { name: "demo_b" } } };

function found(before: Partial<Service>, after: Partial<Service>, apiVersion = "1.41"): ReturnType<typeof differences> {
  const wanted = convert(after, parts, { apiVersion });
  return differences(wanted.body, liveOf(convert(before, parts, { apiVersion })), image, wanted.connect);
}

describe("networks", () => {
  test("that came and went are named by their engine's name", () => {
    expect(found({ networks: { a: null } }, { networks: { b: null } })).toEqual([
      { key: "networks", from: "demo_a", to: "demo_b" },
    ]);
  });

  test("that are connected after creation are judged only when they are known", () => {
    const wanted = convert({ networks: { a: null, b: null } }, parts);
    const live = liveOf(convert({ networks: { a: null } }, parts));
    expect(differences(wanted.body, live, image)).toEqual([]);
    expect(differences(wanted.body, live, image, wanted.connect)).toEqual([{ key: "networks", to: "demo_b" }]);
  });

  test("have other aliases; those that the engine adds do not count", () => {
    const wanted = convert({ networks: { a: { aliases: ["www"] } } }, parts);
    const live = liveOf(wanted, {
      NetworkSettings: { Networks: { demo_a: { Aliases: ["demo-web-1", "web", "old", id.slice(0, 12)] } } },
    });
    expect(differences(wanted.body, live, image, [])).toEqual([
      { key: "networks.demo_a.aliases", from: "old", to: "www" },
    ]);
  });

  test("are given up for a mode", () => {
    expect(found({ networks: { a: null } }, { network_mode: "host" })).toEqual([
      { key: "network_mode", to: "host" },
      { key: "networks", from: "demo_a" },
    ]);
  });
});

describe("a MAC address of an endpoint", () => {
  const mac = (address: string): Partial<Service> => ({ networks: { a: { mac_address: address } } });

  test("differs", () => {
    expect(found(mac("02:00:00:00:00:01"), mac("02:00:00:00:00:02"), "1.44")).toEqual([
      { key: "networks.demo_a.mac_address", from: "02:00:00:00:00:01", to: "02:00:00:00:00:02" },
    ]);
  });

  test("that the engine chose, or does not tell of a stopped container, is none", () => {
    expect(found(mac("02:00:00:00:00:01"), { networks: { a: null } }, "1.44")).toEqual([]);
    expect(found({ networks: { a: null } }, mac("02:00:00:00:00:01"), "1.44")).toEqual([]);
  });
});

describe("images", () => {
  const wanted = convert({ networks: { a: null } }, parts, { imageRef: "docker.io/library/nginx:latest" });

  test("are the same under their short and their full name", () => {
    const live = liveOf(convert({ networks: { a: null } }, parts, { imageRef: "nginx" }));
    expect(differences(wanted.body, live, image)).toEqual([]);
  });

  test("that the engine does not have any more say nothing of what they brought", () => {
    const live = liveOf(wanted, { Image: "sha256:gone" });
    const brought = {
      ...live,
      Config: { ...live.Config, Env: ["PATH=/bin"], Cmd: ["nginx"], Labels: { vendor: "x" } },
    };
    expect(differences(wanted.body, brought, undefined)).toEqual([]);
  });
});

test("labels of Compose tools and Docker Desktop are no differences, a person's are", () => {
  const wanted = convert(
    {},
    {},
    { labels: { "com.docker.compose.config-hash": "1", "dev.slipway.version": "1", own: "1" } },
  );
  const live = liveOf(
    convert({}, {}, { labels: { "com.docker.compose.config-hash": "2", "desktop.docker.io/x": "1" } }),
  );
  expect(differences(wanted.body, live, image)).toEqual([{ key: "labels.own", to: "1" }]);
});

test("ways of writing the same thing are no differences", () => {
  const before: Partial<Service> = {
    cap_add: ["CAP_NET_ADMIN"],
    security_opt: ["no-new-privileges", "seccomp=unconfined"],
    volumes: [{ type: "bind", source: "/a", target: "/b/" }],
    ports: [{ mode: "ingress", target: 80, published: "80", host_ip: "0.0.0.0", protocol: "tcp" }],
    restart: "no",
  };
  const after: Partial<Service> = {
    cap_add: ["net_admin"],
    security_opt: ["no-new-privileges:true", "seccomp:unconfined"],
    volumes: [{ type: "bind", source: "/a", target: "/b", bind: { create_host_path: false } }],
    ports: [{ mode: "ingress", target: 80, published: "80", protocol: "tcp" }],
  };
  expect(found(before, after)).toEqual([]);
});
