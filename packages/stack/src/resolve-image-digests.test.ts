import { expect, test } from "bun:test";
import type { Engine } from "@slipway/engine";
import { projectOf } from "./plan/testing/load.ts";
import { resolveImageDigests } from "./resolve-image-digests.ts";

test("every image gets its full name and the digest that the registry tells, asked once for each name", async () => {
  const project = await projectOf(`services:
  a: {image: nginx}
  b: {image: "docker.io/library/nginx:latest"}
  c: {image: "localhost:5000/x:2@sha256:${"1".repeat(64)}"}
  d: {build: .}
`);
  const asked: string[] = [];
  const digest = async (name: string): Promise<string> => {
    asked.push(name);
    return `sha256:${"0".repeat(64)}`;
  };
  const { services } = await resolveImageDigests({ images: { digest } } as unknown as Engine, project);
  expect(Object.values(services).map(({ image }) => image)).toEqual([
    `docker.io/library/nginx:latest@sha256:${"0".repeat(64)}`,
    `docker.io/library/nginx:latest@sha256:${"0".repeat(64)}`,
    `localhost:5000/x@sha256:${"1".repeat(64)}`,
    undefined,
  ]);
  expect(asked).toEqual(["docker.io/library/nginx:latest"]);
});
