import { expect, test } from "bun:test";
import { createMemoryFiles } from "@slipway/core";
import { loadProject } from "./load.ts";
import { findingText } from "./test-model.ts";

const times = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");

const service = (attributes: string): string => `services: {web: {image: x, ${attributes}}}\n`;

/** Files that were written to do harm, and the finding that tells so. */
const cases: readonly [title: string, files: Readonly<Record<string, string>> | string, finding: RegExp][] = [
  ["nothing", "", /is empty/],
  ["a NUL byte", "services: {web: {image: a\0}}\n", /NUL byte/],
  ["a NUL byte in the name of a file", service('env_file: "a\\0b"'), /its name holds a NUL byte|does not exist/],
  ["10,000 open brackets", "services: ".concat("[".repeat(10_000)), /nest deeper/],
  ["10,000 dashes", "services: ".concat("- ".repeat(10_000)), /not valid YAML/],
  ["10,000 levels of mappings", times(10_000, (depth) => `${" ".repeat(depth)}a:\n`), /nest deeper/],
  ["a value that contains itself", "services: &a\n  web: *a\n", /stands inside the value/],
  [
    "a billion laughs",
    `a: &a [1,1,1,1,1,1,1,1,1,1]\n${[..."bcdefghi"].map((name, at) => `${name}: &${name} [${Array(10).fill(`*${"abcdefgh"[at]}`).join(",")}]\n`).join("")}services: {}`,
    /stand for more than/,
  ],
  [
    "a billion laughs in merge keys",
    `x-0: &a0 {a: 1, b: 2, c: 3}\n${times(30, (at) => `x-${at + 1}: &a${at + 1} {l: {<<: *a${at}}, r: {<<: *a${at}}, m: *a${at}, n: *a${at}}\n`)}services: {}`,
    /stand for more than/,
  ],
  ["a million values", `x-a: [${"a,".repeat(1_000_000)}]\nservices: {}\n`, /it holds more than 500000 values/],
  ["100,000 aliases of nothing", `services: [${"*a,".repeat(100_000)}]`, /more than 500 mistakes/],
  [
    "100,000 unknown attributes",
    `services:\n  web:\n    image: x\n${times(100_000, (at) => `    k${at}: 1\n`)}`,
    /more than 500/,
  ],
  [
    "2,000 services with wrong lists",
    `services:\n${times(2000, (at) => `  s${at}: {image: x, ports: 80, volumes: 5, links: {}}\n`)}`,
    /more than 500 mistakes/,
  ],
  [
    "100,000 services of a wrong type",
    `services:\n${times(100_000, (at) => `  s${at}: 1\n`)}`,
    /more than 500 mistakes/,
  ],
  [
    "10,000 services that each depend on nobody",
    `services:\n${times(10_000, (at) => `  s${at}: {image: x, depends_on: [t${at}]}\n`)}`,
    /more than 500 mistakes/,
  ],
  ["a key that stands 100,000 times", `services: {}\n${"x-a: 1\n".repeat(100_000)}`, /more than 500 mistakes/],
  ["a number of a million digits", service(`scale: ${"9".repeat(1_000_000)}`), /services.web.scale/],
  ["a hexadecimal number of a million digits", service(`scale: 0x${"f".repeat(1_000_000)}`), /services.web.scale/],
  ["a port of 100,000 colons", service(`ports: ["${":".repeat(100_000)}"]`), /is no port/],
  [
    "every port twenty times",
    service(`ports: [${times(20, (at) => `"127.0.0.${at}:1-65535:1-65535",`)}]`),
    /ports is the most/,
  ],
  ["a duration of a million numbers", service(`stop_grace_period: "${"1".repeat(1_000_000)}"`), /is no duration/],
  ["a size of a million digits", service(`mem_limit: "${"1".repeat(1_000_000)}x"`), /is no size/],
  ["binary that is none", "services: {web: {image: !!binary '%%%'}}\n", /is not a !!binary/],
  ["10,000 nested defaults", service(`user: "${"${A:-".repeat(10_000)}${"}".repeat(10_000)}"`), /is no variable/],
  ["100,000 braces that nobody closes", service(`user: "${"${A:-".repeat(100_000)}"`), /is no variable/],
  [
    "a variable that makes one text huge",
    { "compose.yaml": service(`user: "${"$A".repeat(10_000)}"`), ".env": `A=${"a".repeat(100_000)}\n` },
    /longer than 1 MB/,
  ],
  [
    "a variable that makes many texts huge",
    {
      "compose.yaml": `services: {}\nx-a:\n${"  - $A\n".repeat(10_000)}`,
      ".env": `A=${"a".repeat(1_000_000)}\n`,
    },
    /longer than 32 MB/,
  ],
  [
    "variables that double one another",
    {
      "compose.yaml": service("user: $V60"),
      ".env": `V0=abcdefgh\n${times(60, (at) => `V${at + 1}=$V${at}$V${at}\n`)}`,
    },
    /longer than 1 MB/,
  ],
  ["a NUL byte in an env file", { "compose.yaml": service("user: a"), ".env": "A=1\nB=\0\n" }, /env:2:3 .*NUL byte/],
  [
    "10,000 services that extend one another",
    `services:\n  s0: {image: x}\n${times(10_000, (at) => `  s${at + 1}: {extends: s${10_000 - at}}\n`)}`,
    /extend each other in a circle|leads on more than 100 times/,
  ],
  [
    "1,000 services that extend one another in a row",
    `services:\n${times(1000, (at) => `  s${at}: {extends: s${at + 1}}\n`)}  s1000: {image: x}\n`,
    /`extends` leads on more than 100 times/,
  ],
  [
    "1,000 files that include one another in a row",
    Object.fromEntries(
      Array.from({ length: 1000 }, (_, at) => [
        at === 0 ? "compose.yaml" : `f${at}.yaml`,
        `include: [f${at + 1}.yaml]\n`,
      ]),
    ),
    /`include` leads on more than 100 times/,
  ],
  [
    "files that include the next one twice, 30 times over",
    Object.fromEntries(
      Array.from({ length: 31 }, (_, at) => [
        at === 0 ? "compose.yaml" : `f${at}.yaml`,
        at === 30 ? "services: {}\n" : `include: [f${at + 1}.yaml, f${at + 1}.yaml]\n`,
      ]),
    ),
    /more than 2000 files are included/,
  ],
  ["a file that includes itself", "include: [compose.yaml]\n", /include each other in a circle/],
  ["a way out of the project", "include: [../../../../../no/such/file.yaml]\n", /no such file: \/no\/such\/file.yaml/],
];

for (const [title, files, finding] of cases) {
  test(`${title} is a clear error`, async () => {
    const texts = typeof files === "string" ? { "compose.yaml": files } : files;
    const absolute = Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/p/${name}`, text]));
    const { project, diagnostics } = await loadProject({ cwd: "/p", env: {}, fileSystem: createMemoryFiles(absolute) });
    expect(project).toBeUndefined();
    expect(diagnostics.map(findingText).join("\n")).toMatch(finding);
    // What is shown stays short, however long the offending text is.
    for (const { message, hint = "", at } of diagnostics) {
      expect(Math.max(message.length, hint.length, at?.text?.length ?? 0)).toBeLessThan(1100);
    }
  });
}

/** Files that look dangerous, and load. */
const harmless: readonly [title: string, yaml: string][] = [
  ["100,000 keys of an extension", `services: {web: {image: x}}\nx-a:\n${times(100_000, (at) => `  k${at}: v\n`)}`],
  ["20,000 variables of a service", service(`environment: {${times(20_000, (at) => `K${at}: v,`)}}`)],
  [
    "variables that are called as parts of every object",
    service("user: '${constructor-a}${toString-b}${__proto__-c}'"),
  ],
];
for (const [title, yaml] of harmless) {
  test(`${title} are no error`, async () => {
    const fileSystem = createMemoryFiles({ "/p/compose.yaml": yaml });
    const { project, diagnostics } = await loadProject({ cwd: "/p", env: {}, fileSystem });
    expect(diagnostics).toEqual([]);
    expect(["abc", undefined]).toContain(project?.services.web?.user);
  });
}
