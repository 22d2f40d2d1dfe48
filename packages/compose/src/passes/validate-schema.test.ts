import { expect, test } from "bun:test";
import { loadTestConfig } from "../testing/test-config.ts";

const cases: readonly [title: string, yaml: string, findings: readonly string[]][] = [
  [
    "an unknown attribute, at its key, with the nearest name",
    "services:\n  web:\n    imagee: x",
    ['3:5 unknown attribute "imagee" in services.web (did you mean "image"?)'],
  ],
  [
    "where few attributes are allowed, all are named",
    "services:\n  web:\n    image: x\n    logging: {foo: 1}",
    ['4:15 unknown attribute "foo" in services.web.logging (allowed: driver, options)'],
  ],
  [
    "an unknown attribute of the top level",
    "service:\n  web: {image: x}",
    ['1:1 unknown attribute "service" at the top level (did you mean "services"?)'],
  ],
  [
    "where many are allowed and none is near, an extension is offered",
    "services:\n  web: {image: x, quux: 1}",
    [
      '2:19 unknown attribute "quux" in services.web (remove it, or call it "x-quux" if it is an extension of your own)',
    ],
  ],
  [
    "a mapping for a list",
    "services:\n  web:\n    image: x\n    ports: {a: b}",
    ["4:12 services.web.ports must be a list, got a mapping"],
  ],
  [
    "a list for a text or a mapping",
    "services:\n  web:\n    build: [a]",
    ["3:12 services.web.build must be a string or a mapping, got a list"],
  ],
  [
    "a number for a text can be quoted",
    "services:\n  web:\n    image: 1",
    ['3:12 services.web.image must be a string, got a number (put it in quotes: "1")'],
  ],
  [
    "nothing for a list",
    "services:\n  web:\n    image: x\n    ports:\n",
    ["4:10 services.web.ports must be a list, got nothing (give it a value or remove the key)"],
  ],
  [
    "a value out of a list",
    "services:\n  web:\n    image: x\n    cgroup: hots",
    ['4:13 services.web.cgroup must be one of host, private, got "hots" (did you mean "host"?)'],
  ],
  [
    "a value that must have a form",
    "services:\n  web:\n    image: x\n    pull_policy: allways",
    ['4:18 services.web.pull_policy is not valid: "allways"'],
  ],
  [
    "a name that cannot be one",
    "services:\n  a b: {image: x}",
    ['2:3 "a b" in services is not a valid name (use letters, digits, `.`, `_` and `-`)'],
  ],
  [
    "an attribute that is missing",
    "services:\n  web:\n    image: x\n    develop:\n      watch:\n        - path: .",
    ['6:11 services.web.develop.watch[0] needs "action" (add the attribute)'],
  ],
  [
    "all findings of a file",
    "services:\n  a: {imag: x}\n  b: {image: x, tty: []}",
    [
      '2:7 unknown attribute "imag" in services.a (did you mean "image"?)',
      "3:22 services.b.tty must be true or false, got a list",
    ],
  ],
];

for (const [title, yaml, expected] of cases) {
  test(title, async () => {
    const { findings } = await loadTestConfig(yaml);
    expect(findings.map((finding) => finding.replace(/ \(it must match .*\)$/, ""))).toEqual([...expected]);
  });
}

test("x-… is allowed everywhere", async () => {
  const yaml =
    "x-a: 1\nservices:\n  web: {image: x, x-b: [1], healthcheck: {x-c: {}}, deploy: {resources: {x-d: 1}}}\nnetworks: {n: {x-e: 1}}";
  const { config, findings } = await loadTestConfig(yaml);
  expect(findings).toEqual([]);
  expect(config["x-a"]).toBe(1);
});
