import { describe, expect, test } from "bun:test";
import type { Service } from "@slipway/compose";
import { projectWith } from "./convert/testing/sample.ts";
import { networkHash, serviceHash, volumeHash } from "./hash.ts";

const project = projectWith({
  volumes: { data: { name: "demo_data" } },
  configs: { site: { name: "demo_site", file: "/srv/demo/site.conf" } },
  secrets: { key: { name: "demo_key", environment: "KEY" } },
});
const base: Service = {
  name: "web",
  image: "nginx",
  environment: { A: "1", B: "2" },
  networks: { default: null },
  volumes: [{ type: "volume", source: "data", target: "/data" }],
  configs: [{ source: "site" }],
  secrets: [{ source: "key" }],
};
const hash = (keys: Partial<Service> = {}, parts = project): string => serviceHash(parts, { ...base, ...keys });

test("a service's hash is a sha256 that does not depend on the order of keys", () => {
  expect(hash()).toMatch(/^[0-9a-f]{64}$/);
  expect(hash({ environment: { B: "2", A: "1" } })).toBe(hash());
});

describe("no container is made anew for", () => {
  const harmless: Readonly<Record<string, Partial<Service>>> = {
    build: { build: { context: "/srv/other" } },
    "a pull policy": { pull_policy: "always" },
    scale: { scale: 3, deploy: { replicas: 3 } },
    "a dependency": { depends_on: { db: { condition: "service_started", required: true } } },
    profiles: { profiles: ["dev"] },
    "what develop watches": { develop: { watch: [{ path: "/srv", action: "sync" }] } },
    "how a cluster would update it": { deploy: { update_config: { parallelism: 2 } } },
    "an extension": { "x-note": "hello" },
    "a pre_stop hook": { pre_stop: [{ command: ["true"] }] },
    "whose env_file gives the same variables": { env_file: [{ path: "/srv/web.env" }] },
  };
  for (const [title, keys] of Object.entries(harmless)) test(title, () => expect(hash(keys)).toBe(hash()));
});

describe("a container is made anew for", () => {
  const telling: Readonly<Record<string, Partial<Service>>> = {
    "another image": { image: "nginx:2" },
    "another variable": { environment: { A: "1", B: "3" } },
    "another order of arguments": { command: ["b", "a"] },
    "a limit of deploy": { deploy: { resources: { limits: { memory: "64m" } } } },
    "a post_start hook": { post_start: [{ command: ["true"] }] },
  };
  for (const [title, keys] of Object.entries(telling)) test(title, () => expect(hash(keys)).not.toBe(hash()));

  test("a network or volume with another name", () => {
    expect(hash({}, { ...project, networks: { default: { name: "other" } } })).not.toBe(hash());
    expect(hash({}, { ...project, volumes: { data: { name: "other" } } })).not.toBe(hash());
  });
});

test("a file of the same name elsewhere is no reason", () => {
  const moved = { ...project, configs: { site: { name: "demo_site", file: "/srv/moved/site.conf" } } };
  expect(hash({}, moved)).toBe(hash());
});

test("a network and a volume have another hash when they are made otherwise", () => {
  expect(networkHash({ name: "n", internal: true })).not.toBe(networkHash({ name: "n" }));
  expect(volumeHash({ name: "v", driver: "local" })).toBe(volumeHash({ name: "v" }));
  expect(volumeHash({ name: "v", driver: "nfs" })).not.toBe(volumeHash({ name: "v" }));
});
