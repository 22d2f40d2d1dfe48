import { expect, test } from "bun:test";
import { readTestModel } from "../test-model.ts";

function web(text: string): unknown {
  return readTestModel({ "compose.yaml": `services:\n  web: {${text}}\n` }).model.services.web;
}

const cases: readonly [title: string, text: string, result: object][] = [
  [
    "of a repeated variable the last one, in the first one's place",
    "environment: [A=1, B=2, A=3]",
    { environment: ["A=3", "B=2"] },
  ],
  ["a port that is repeated exactly", "ports: ['80:80', '80:80']", { ports: ["80:80"] }],
  ["ports that differ in what is published stay", "ports: ['80:80', '8080:80']", { ports: ["80:80", "8080:80"] }],
  [
    "ports in long syntax by address, published, target and protocol",
    "ports: [{target: 80, published: '8080', name: a}, {target: 80, published: 8080, protocol: tcp, name: b}]",
    { ports: [{ target: 80, published: 8080, protocol: "tcp", name: "b" }] },
  ],
  [
    "volumes by target",
    "volumes: [{type: volume, source: a, target: /d}, {type: volume, source: b, target: /d}]",
    { volumes: [{ type: "volume", source: "b", target: "/d" }] },
  ],
  [
    "secrets by target, short or long",
    "secrets: [a, {source: b, target: a}, {source: c, target: /run/secrets/a}]",
    { secrets: [{ source: "c", target: "/run/secrets/a" }] },
  ],
  [
    "env files by path",
    "env_file: [a.env, {path: a.env, required: false}]",
    { env_file: [{ path: "a.env", required: false }] },
  ],
  [
    "capabilities, profiles and exposed ports",
    "cap_add: [A, A], profiles: [p, p], expose: ['80', 80]",
    { cap_add: ["A"], profiles: ["p"], expose: [80] },
  ],
];
for (const [title, text, result] of cases) {
  test(`row 8: unique: ${title}`, () => {
    expect(web(text)).toEqual(result);
  });
}
