import { expect, test } from "bun:test";
import { parseReference } from "./reference.ts";

const digest = `sha256:${"a".repeat(64)}`;

test.each([
  ["nginx", { registry: "docker.io", repository: "library/nginx" }],
  ["nginx:1.22", { registry: "docker.io", repository: "library/nginx", tag: "1.22" }],
  ["shop/web", { registry: "docker.io", repository: "shop/web" }],
  ["index.docker.io/library/nginx", { registry: "docker.io", repository: "library/nginx" }],
  ["localhost/web", { registry: "localhost", repository: "web" }],
  ["localhost:5000/a/b:c", { registry: "localhost:5000", repository: "a/b", tag: "c" }],
  [`ghcr.io/a/b:1@${digest}`, { registry: "ghcr.io", repository: "a/b", tag: "1", digest }],
  ["[::1]:5000/a", { registry: "[::1]:5000", repository: "a" }],
])("%s has its parts spelled out", (name, parts) => {
  expect(parseReference(name)).toEqual(parts as ReturnType<typeof parseReference>);
});

test.each(["", "Nginx", "nginx:", "nginx:a b", "a//b", "-a", "nginx@sha256:12", "a@b@c", "https://ghcr.io/a"])(
  "%j is refused",
  (name) => {
    expect(() => parseReference(name)).toThrow(expect.objectContaining({ code: "ENGINE_BAD_REFERENCE" }));
  },
);
