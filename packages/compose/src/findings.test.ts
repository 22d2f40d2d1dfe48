import { expect, test } from "bun:test";
import { createMemoryFiles, formatPosition } from "@slipway/core";
import { loadProject } from "./load.ts";

/** Files with mistakes, and all that is found in them: one finding for each mistake, none for what follows from it. */
const cases: readonly [title: string, files: Readonly<Record<string, string>>, findings: readonly string[]][] = [
  [
    "mistakes that four passes find are told together",
    {
      "compose.yaml": `services:
  web:
    imagee: nginx
    image: nginx
    ports: ["80:80", "x:y"]
    networks: [front]
    depends_on: [databse]
    scale: many
  database:
    image: postgres
    stop_grace_period: 10
  job: {}
`,
    },
    [
      "3:5 COMPOSE_UNKNOWN_ATTRIBUTE",
      "5:23 COMPOSE_BAD_PORT",
      "6:16 COMPOSE_UNDEFINED_NETWORK",
      "7:18 COMPOSE_UNDEFINED_SERVICE",
      "8:12 COMPOSE_BAD_NUMBER",
      "11:24 COMPOSE_BAD_DURATION",
      "12:8 COMPOSE_NO_IMAGE",
    ],
  ],
  [
    "a service whose image is wrong is not told to lack one",
    {
      "compose.yaml":
        "services:\n  a: {image: [x]}\n  b: {imagee: x}\n  c: {build: 5}\n  d: {extends: {file: x.yaml}}\n",
    },
    [
      "2:14 COMPOSE_WRONG_TYPE",
      "3:7 COMPOSE_UNKNOWN_ATTRIBUTE",
      "4:14 COMPOSE_WRONG_TYPE",
      "5:7 COMPOSE_MISSING_ATTRIBUTE",
    ],
  ],
  [
    "a service that inherits from nothing is not told to lack an image",
    {
      "compose.yaml":
        "x-a: &base {image: x}\nservices:\n  a: {<<: *bas}\n  b: {extends: {service: z}}\n  c: {extends: {file: no.yaml, service: c}}\n",
    },
    ["3:11 COMPOSE_UNKNOWN_ANCHOR", "4:16 COMPOSE_EXTENDS_UNKNOWN", "5:23 COMPOSE_FILE_NOT_FOUND"],
  ],
  [
    "names of a section that is wrong, or called wrongly, are not told to be undefined",
    {
      "compose.yaml":
        "services:\n  a: {image: x, volumes: ['v:/v'], networks: [n], secrets: [s], configs: [c]}\nvolumes: [v]\nnetwork: {n: {}}\nsecrets: {s: 5}\nconfigs: {c: {file: [c]}}\n",
    },
    ["3:10 COMPOSE_WRONG_TYPE", "4:1 COMPOSE_UNKNOWN_ATTRIBUTE", "5:14 COMPOSE_WRONG_TYPE", "6:21 COMPOSE_WRONG_TYPE"],
  ],
  [
    "a service that is wrong as a whole may still be depended on",
    { "compose.yaml": "services:\n  a: {image: x, depends_on: [b, c d, e]}\n  b: nginx\n  c d: {image: x}\n" },
    ["2:38 COMPOSE_UNDEFINED_SERVICE", "3:6 COMPOSE_WRONG_TYPE", "4:3 COMPOSE_BAD_NAME"],
  ],
  [
    "a mount that is wrong in one place is not told to lack another",
    {
      "compose.yaml":
        "services:\n  a:\n    image: x\n    volumes:\n      - {type: bind, source: /a, taget: /b}\n      - {type: bind, target: /c}\n      - {type: bnd, source: /d, target: /d}\n      - {source: /e, target: /e}\n",
    },
    [
      "5:34 COMPOSE_UNKNOWN_ATTRIBUTE",
      "6:9 COMPOSE_CONFLICT",
      "7:16 COMPOSE_NOT_ALLOWED",
      "8:9 COMPOSE_MISSING_ATTRIBUTE",
    ],
  ],
  [
    "where a variable is missing, the value is not looked at",
    {
      "compose.yaml":
        "services:\n  a: {image: '${I:?}', ports: ['${P:?}:x'], scale: '${S:?}', extends: '${E:?}'}\n  b: {image: x, ports: ['1:x']}\n",
    },
    [
      "2:15 COMPOSE_VARIABLE_REQUIRED",
      "2:33 COMPOSE_VARIABLE_REQUIRED",
      "2:53 COMPOSE_VARIABLE_REQUIRED",
      "2:72 COMPOSE_VARIABLE_REQUIRED",
      "3:26 COMPOSE_BAD_PORT",
    ],
  ],
  [
    "what is certain in one file is told although another is no YAML",
    {
      "compose.yaml": "services:\n  a: {foo: 1, networks: [n], depends_on: [b]}\n  c: {image: x, ports: [y]}\n",
      "compose.override.yaml": "services:\n  a: {image: [x\n  b: 'x\n",
    },
    [
      "2:7 COMPOSE_UNKNOWN_ATTRIBUTE",
      "3:25 COMPOSE_BAD_PORT",
      "override:3:3 COMPOSE_SYNTAX",
      "override:4:1 COMPOSE_SYNTAX",
    ],
  ],
  [
    "an include that cannot be read leaves what it may define in peace",
    {
      "compose.yaml":
        "include: [no.yaml]\nservices:\n  a: {image: x, networks: [n], depends_on: [b], tty: []}\nsecrets:\n  s: {}\n",
    },
    ["1:11 COMPOSE_FILE_NOT_FOUND", "3:54 COMPOSE_WRONG_TYPE"],
  ],
  [
    "mistakes of an included file are told once, at their place",
    {
      "compose.yaml": "include: [b.yaml]\nservices:\n  a: {image: x, depends_on: [b, d]}\n",
      "b.yaml": "services:\n  b: {image: x, ports: [y], foo: 1}\n",
    },
    ["3:33 COMPOSE_UNDEFINED_SERVICE", "b:2:25 COMPOSE_BAD_PORT", "b:2:29 COMPOSE_UNKNOWN_ATTRIBUTE"],
  ],
  [
    "mistakes of an extended service are told once, at their place",
    {
      "compose.yaml": "services:\n  a: {extends: {file: b.yaml, service: b}}\n",
      "b.yaml": "services:\n  b: {image: 5, ports: [y]}\n",
    },
    ["b:2:14 COMPOSE_WRONG_TYPE", "b:2:25 COMPOSE_BAD_PORT"],
  ],
  [
    "files that cannot be merged are told of once",
    {
      "compose.yaml": "services:\n  a: {image: x, volumes: [v:/v]}\nvolumes: {v: {labels: {a: b}}}\n",
      "compose.override.yaml": "volumes: [v]\nservices: {a: {tty: maybe}}\n",
    },
    ["override:1:10 COMPOSE_CANNOT_MERGE", "override:2:21 COMPOSE_BAD_BOOLEAN"],
  ],
];

for (const [title, files, expected] of cases) {
  test(title, async () => {
    const absolute = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
    const fileSystem = createMemoryFiles(absolute);
    const { project, diagnostics } = await loadProject({ cwd: "/p", env: {}, fileSystem });
    const findings = diagnostics.map(({ at, code }) => `${at ? formatPosition(at) : ""} ${code}`);
    expect(findings.map((one) => one.replace(/^\/p\/(compose\.(yaml:)?)?/, "").replace(".yaml", ""))).toEqual([
      ...expected,
    ]);
    expect(project).toBeUndefined();
  });
}
