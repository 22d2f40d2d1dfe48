import { expect, test } from "bun:test";
import { createMemoryFiles } from "@slipway/core";
import { parse } from "yaml";
import { loadProject } from "./load.ts";
import { printProject } from "./print.ts";

async function printed(yaml: string, format: "yaml" | "json"): Promise<string> {
  const fileSystem = createMemoryFiles({ "/p/compose.yaml": yaml });
  const { project, diagnostics } = await loadProject({ cwd: "/p", env: {}, projectName: "p", fileSystem });
  if (!project) throw new Error(JSON.stringify(diagnostics));
  return printProject(project, format);
}

const file = `x-top: {b: 1, a: $$x}
services:
  web10: {image: b, command: [echo, "$$HOME <&>"], attach: false, tty: false, x-own: 1}
  web2:
    image: a
    environment: {NO: "no", PORT: "80", TIME: "22:22", EMPTY: "", TEXT: "a: b", LINES: "a\\nb\\n", HASH: "a #b", DATE: "2024-01-02"}
`;

test("YAML: name first, names in natural order, only what is not empty, $ doubled, quotes where needed", async () => {
  expect(await printed(file, "yaml")).toBe(`name: p
services:
  web2:
    environment:
      DATE: "2024-01-02"
      EMPTY: ""
      HASH: 'a #b'
      LINES: |
        a
        b
      "NO": "no"
      PORT: "80"
      TEXT: 'a: b'
      TIME: "22:22"
    image: a
    networks:
      default: null
  web10:
    attach: false
    command:
      - echo
      - $$HOME <&>
    image: b
    networks:
      default: null
    x-own: 1
networks:
  default:
    name: p_default
x-top:
  a: $$x
  b: 1
`);
});

test("JSON: sorted top level, command and entrypoint always, escapes as Go writes them", async () => {
  const json = await printed(file, "json");
  expect(json).toContain("$$HOME \\u003c\\u0026\\u003e");
  expect(Object.keys(JSON.parse(json))).toEqual(["name", "networks", "services", "x-top"]);
  expect(JSON.parse(json).services.web10).toEqual({
    attach: false,
    command: ["echo", "$$HOME <&>"],
    entrypoint: null,
    image: "b",
    networks: { default: null },
  });
});

test("JSON: names that are numbers in the order of texts, floats of 32 bits, Go's names of devices, no last line break", async () => {
  const json = await printed(
    `services:
  web:
    image: x
    environment: {"10": a, "9": b}
    cpus: 0.123456789
    blkio_config: {weight_device: [{path: /dev/a, weight: 20}]}
`,
    "json",
  );
  expect(json).toMatch(/"10": "a",\s+"9": "b"/);
  expect(json).toContain('"cpus": 0.12345679');
  expect(JSON.parse(json).services.web.blkio_config.weight_device).toEqual([{ Path: "/dev/a", Weight: 20 }]);
  expect(json).toEndWith("}");
});

test("YAML: signs that cannot be printed are escapes of go-yaml", async () => {
  const yaml = await printed('services: {web: {image: x, environment: {A: "\\L \\x01 \\e \\N"}}}', "yaml");
  expect(yaml).toContain('A: "\\L \\x01 \\e \\N"');
});

test("the number of replicas is that of scale", async () => {
  expect(await printed("services: {web: {image: x, scale: 2, deploy: {}}}", "yaml")).toContain("replicas: 2");
});

test("a project whose variables are not put in is printed with them", async () => {
  const text =
    "services:\n  web:\n    image: x:${TAG}\n    command: echo $$A\n    volumes: ['${DIR}:/d']\n    ports: ['${P}:80']\n";
  const fileSystem = createMemoryFiles({ "/p/compose.yaml": text });
  const { project, diagnostics } = await loadProject({ cwd: "/p", env: {}, fileSystem, interpolate: false });
  if (!project) throw new Error(JSON.stringify(diagnostics));
  const yaml = printProject(project, "yaml", { interpolated: false });
  for (const kept of ["x:${TAG}", "command: echo $$A", "source: ${DIR}", "- ${P}:80"]) expect(yaml).toContain(kept);
});

test("files whose variables stay are merged as texts, and a port that holds one leaves the later ports as they stand", async () => {
  const fileSystem = createMemoryFiles({
    "/p/a.yaml": `services:
  web: {image: x, environment: {B: "1", A: "\${Q}"}, ports: ["80:80"], gpus: all, build: {context: ., ssh: [default], args: {X: }}}
`,
    "/p/b.yaml": 'services: {web: {environment: ["B=2", C], ports: ["81:80", "${P}:90"]}}\n',
  });
  const options = { cwd: "/p", env: {}, fileSystem, files: ["a.yaml", "b.yaml"], interpolate: false };
  const { project } = await loadProject(options);
  expect(project && printProject(project, "yaml", { interpolated: false })).toBe(`name: p
networks:
  default:
    name: p_default
services:
  web:
    build:
      args: {}
      context: /p
      dockerfile: Dockerfile
      ssh:
        default: null
    environment:
      - A=\${Q}
      - B=2
      - C
    gpus:
      - count: all
    image: x
    networks:
      default: null
    ports:
      - mode: ingress
        protocol: tcp
        published: "80"
        target: 80
      - 81:80
      - \${P}:90
`);
});

test("what is printed is a Compose file that prints the same", async () => {
  const once = await printed(file, "yaml");
  expect(await printed(once, "yaml")).toBe(once);
});

const texts = [
  "",
  " a",
  "a ",
  "- a",
  "-a",
  "a:",
  "a: b",
  "a#b",
  "a #b",
  "#a",
  "{a",
  "[a",
  "*a",
  "&a",
  "!a",
  "|",
  ">",
  "%a",
  "@a",
  "`a",
  "'a'",
  '"a"',
  "null",
  "~",
  "1",
  "1.5",
  "0x1f",
  "010",
  "1_000",
  "1e3",
  "true",
  "yes",
  "22:22",
  "2024-01-02",
  ".5",
  ".inf",
  "<<",
  "?",
  "? a",
  "---",
  "a\tb",
  "a\nb",
  "a\n",
  "\n",
  "\na",
  " a\nb",
  "a \nb",
  "a\n\n",
  "ä ü",
  "a\u0000b",
  "a\\b",
  "$x",
];

test("every text comes back from YAML as it was", async () => {
  const { toYaml } = await import("./print/yaml.ts");
  for (const text of texts)
    expect(
      parse(
        toYaml(
          new Map<string, unknown>([
            [`k${text}`, text],
            ["list", [text, [text], new Map([["a", text]])]],
          ]),
        ),
      ),
    ).toEqual({
      [`k${text}`]: text,
      list: [text, [text], { a: text }],
    });
});
