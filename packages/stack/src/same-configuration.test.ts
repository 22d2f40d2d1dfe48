import { expect, test } from "bun:test";
import { composeHash, type Service } from "@slipway/compose";
import { serviceHash } from "./hash.ts";
import type { ObservedContainer } from "./observed.ts";
import { projectOf } from "./plan/testing/load.ts";
import { sameConfiguration } from "./same-configuration.ts";

const project = await projectOf(`services:
  web: {image: nginx, environment: {A: "1"}, network_mode: "service:db"}
  db: {image: postgres}
`);
const web = project.services["web"] as Service;
const contents = new Map();

function container(over: Partial<ObservedContainer>): ObservedContainer {
  return {
    id: "w1",
    service: "web",
    ours: false,
    oneOff: false,
    summary: { Labels: {} },
    ...over,
  } as ObservedContainer;
}

function same(over: Partial<ObservedContainer>, service = web): boolean {
  const containers = [container({ service: "db", id: "run", oneOff: true }), container({ service: "db", id: "d1" })];
  return sameConfiguration(project, service, container(over), { containers, contents });
}

test("a container of docker compose is the same by docker compose's hash, with the container that it shares in it", () => {
  const configHash = composeHash(project, web, () => "d1");
  expect(same({ configHash })).toBe(true);
  expect(same({ configHash }, { ...web, environment: { A: "2" } })).toBe(false);
  expect(same({ configHash: composeHash(project, web, () => "d0") })).toBe(false);
  expect(same({ configHash: undefined })).toBe(false);
});

test("a container of Slipway is the same by Slipway's hash alone", () => {
  const ownHash = serviceHash(project, web);
  expect(same({ ours: true, ownHash, configHash: "of an older release" })).toBe(true);
  expect(same({ ours: true, ownHash: "0", configHash: composeHash(project, web, () => "d1") })).toBe(false);
});
