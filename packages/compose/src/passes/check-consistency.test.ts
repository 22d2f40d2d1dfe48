import { expect, test } from "bun:test";
import { loadTestConfig } from "../testing/test-config.ts";

const cases: readonly [title: string, yaml: string, findings: readonly string[]][] = [
  [
    "a service without an image",
    "services:\n  web: {tty: true}",
    ['2:8 service "web" has neither an image nor a build (give it `image:` or `build:`)'],
  ],
  [
    "services that wait for each other",
    "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [a]}",
    ["2:30 services wait for each other: a → b → a (take one of these dependencies away)"],
  ],
  [
    "network_mode and networks",
    "services:\n  a: {image: x, network_mode: host, networks: [n]}\nnetworks: {n: }",
    ["2:31 services.a.network_mode excludes networks (keep one of the two)"],
  ],
  [
    "a container name with replicas",
    "services:\n  a: {image: x, container_name: cc, scale: 2}",
    ["2:33 services.a.container_name allows one container, but 2 are asked for (remove container_name, or run one)"],
  ],
  [
    "a container name used twice",
    "services:\n  a: {image: x, container_name: cc}\n  b: {image: x, container_name: cc}",
    ['3:33 the container name "cc" is used by "a" and "b" (give each service its own container_name, or none)'],
  ],
  [
    "scale and replicas that differ",
    "services:\n  a: {image: x, scale: 2, deploy: {replicas: 3}}",
    ["2:24 services.a.scale differs from deploy.replicas, which is 3 (keep one of the two)"],
  ],
  [
    "a config without a source",
    "services:\n  a: {image: x}\nconfigs:\n  c: {labels: [a]}",
    ['4:6 config "c" says not where its content comes from (give it file, content or environment)'],
  ],
  [
    "a secret with two sources",
    "services:\n  a: {image: x}\nsecrets:\n  s: {file: ./s, environment: S}",
    ["4:31 secrets.s has file and environment, which exclude each other (keep one of them)"],
  ],
  [
    "a link to nobody",
    "services:\n  a: {image: x, links: [redis]}",
    [
      '2:24 service "a" names in links the service "redis", which is not defined (define "redis" under services or take it out)',
    ],
  ],
  [
    "a model that is not defined",
    "services:\n  a: {image: x, models: [m]}",
    ['2:26 service "a" uses the model "m", which is not defined (add "m:" under models)'],
  ],
];

for (const [title, yaml, expected] of cases) {
  test(title, async () => {
    const { config, findings } = await loadTestConfig(yaml);
    expect(findings).toEqual([...expected]);
    expect(config).toBeUndefined();
  });
}
