import { expect, test } from "bun:test";
import { loadTestConfig } from "../testing/test-config.ts";

test("relative paths start at the project directory", async () => {
  const { config } = await loadTestConfig(`services:
  web:
    build: {context: ./app, additional_contexts: {a: ../a}}
    develop: {watch: [{path: ./src, action: rebuild}]}
    volumes: ['data:/data']
    configs: [c]
    secrets: [s]
volumes: {data: {driver: local, driver_opts: {o: bind, device: ./d, type: none}}}
configs: {c: {file: ./c}}
secrets: {s: {file: ~/s}}
`);
  const { web } = config.services;
  expect([
    web.build.context,
    web.build.additional_contexts.a,
    web.develop.watch[0].path,
    config.volumes.data.driver_opts.device,
    config.configs.c.file,
    config.secrets.s.file,
  ]).toEqual(["/p/app", "/a", "/p/src", "/p/d", "/p/c", "/home/me/s"]);
});

test("a device of a volume that is no bind stays", async () => {
  const { config } = await loadTestConfig(
    "services:\n  web: {image: x, volumes: ['data:/d']}\nvolumes: {data: {driver_opts: {type: nfs, o: addr=x, device: ':/d'}}}\n",
  );
  expect(config.volumes.data.driver_opts.device).toBe(":/d");
});
