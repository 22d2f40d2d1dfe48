import { expect, test } from "bun:test";
import { loadTestConfig } from "../testing/test-config.ts";

test("services without a network join the default network", async () => {
  const { config } = await loadTestConfig("services:\n  web: {image: x}\n");
  expect(config.services.web.networks).toEqual({ default: null });
  expect(config.networks).toEqual({ default: { name: "p_default", ipam: {} } });
});

test("the default network is not made when nobody uses it", async () => {
  const { config } = await loadTestConfig(
    "services:\n  a: {image: x, network_mode: host}\n  b: {image: x, networks: [n]}\nnetworks: {n: }\n",
  );
  expect(Object.keys(config.networks)).toEqual(["n"]);
});

test("names: project and key, as given, or the key of what is external", async () => {
  const { config, findings } = await loadTestConfig(`services:
  web: {image: x, networks: [a, b, c, d]}
networks:
  a:
  b: {name: own}
  c: {external: true}
  d: {external: {name: old}}
`);
  const names = Object.values(config.networks as Record<string, { name: string }>).map(({ name }) => name);
  expect(names).toEqual(["p_a", "own", "c", "old"]);
  expect(findings).toEqual([
    "7:17 networks.d.external is written in an old form (write `external: true` and `name: …` beside it)",
  ]);
});

test("if_not_present is another word for missing", async () => {
  const { config } = await loadTestConfig("services:\n  web: {image: x, pull_policy: if_not_present}\n");
  expect(config.services.web.pull_policy).toBe("missing");
});
