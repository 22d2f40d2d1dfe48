import { testAttribute } from "../testing/test-config.ts";

const at = (more: object = {}) => ({ build: { context: "/p", dockerfile: "Dockerfile", ...more } });

testAttribute(
  [
    ["a text is the context", "build: ./app", { build: { context: "/p/app", dockerfile: "Dockerfile" } }],
    ["the context is the project directory by default", "build: {target: x}", at({ target: "x" })],
    [
      "an inline Dockerfile has no file",
      "build: {dockerfile_inline: FROM x}",
      { build: { context: "/p", dockerfile_inline: "FROM x" } },
    ],
    [
      "a remote context stays",
      "build: https://github.com/a/b.git#main",
      { build: { context: "https://github.com/a/b.git#main", dockerfile: "Dockerfile" } },
    ],
    ["arguments without a value anywhere are dropped", "build: {args: [A=1, B]}", at({ args: { A: "1" } })],
    [
      "further contexts: paths, images and services",
      "build: {additional_contexts: [a=./a, 'b=docker-image://x', 'c=service:d']}",
      at({ additional_contexts: { a: "/p/a", b: "docker-image://x", c: "service:d" } }),
    ],
    [
      "labels, hosts and sizes",
      "build: {labels: [a=b], extra_hosts: ['h:1.1.1.1'], shm_size: 1k}",
      at({ labels: { a: "b" }, extra_hosts: ["h=1.1.1.1"], shm_size: "1024" }),
    ],
    [
      "ssh: a mapping or a list; paths are absolute",
      "build: {ssh: {default: , key: ./id}}",
      at({ ssh: ["default", "key=/p/id"] }),
    ],
    [
      "secrets by name",
      "build: {secrets: [s], provenance: true}",
      at({ secrets: [{ source: "s" }], provenance: "true" }),
    ],
  ],
  [
    [
      "a secret that is not defined",
      "build: {secrets: [t]}",
      ['4:23 service "web" uses the secret "t", which is not defined (add "t:" under secrets)'],
    ],
    [
      "two Dockerfiles",
      "build: {dockerfile: a, dockerfile_inline: FROM x}",
      ["4:47 services.web.build.dockerfile_inline excludes build.dockerfile (keep one of the two)"],
    ],
    [
      "platforms without the service's",
      "platform: linux/arm64\nbuild: {platforms: [linux/amd64]}",
      ["5:24 services.web.build.platforms must hold the service's platform linux/arm64 (add it to the list)"],
    ],
  ],
  "  d: {build: .}\nsecrets: {s: {file: ./s}}\n",
);
