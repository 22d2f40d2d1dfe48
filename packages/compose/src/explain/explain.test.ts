import { expect, test } from "bun:test";
import { createMemoryFiles } from "@slipway/core";
import { loadProject } from "../load.ts";
import type { Explanation, Shown, Source } from "./explanation.ts";

const files = {
  "/p/compose.yaml": `include: [inc/db.yaml]
services:
  web:
    extends: { file: base.yaml, service: base }
    image: nginx:\${TAG:-1.27}
    env_file: [a.env, b.env]
    label_file: [labels.env]
    environment:
      PORT: "80"
      MODE: plain
      INHERITED:
      API_TOKEN: "\${TOKEN}"
      DB_URL: "postgres://u:\${DB_PASSWORD:-hunter2}@db"
    ports: ["\${PORT}:80"]
    links: [other]
    labels: { com.example.team: red }
    build: .
  other: { image: x }
`,
  "/p/compose.override.yaml": `services:
  web:
    environment: ["PORT=\${PORT:-3000}"]
    ports: ["\${PORT}:80"]
`,
  "/p/base.yaml": `services:
  base: { extends: root, environment: { MODE: base }, user: me }
  root: { restart: always }
`,
  "/p/inc/db.yaml": 'services: {db: {image: "postgres:${PG}", environment: {POSTGRES_PASSWORD: hunter22}}}\n',
  "/p/inc/.env": "# its own\nPG=15\n",
  "/p/.env": "PORT=8080\n",
  "/p/a.env": "LEVEL=info\nMODE=file\n",
  "/p/b.env": "export LEVEL=debug\n",
  "/p/labels.env": "com.example.team=blue\ncom.example.tier=1\n",
};

async function explained(path: string): Promise<readonly Explanation[]> {
  const env = { TOKEN: "abcdefgh", INHERITED: "given" };
  const options = { cwd: "/p", env, fileSystem: createMemoryFiles(files), explain: true };
  const { explain, diagnostics } = await loadProject(options);
  const found = explain?.(path);
  if (!found) throw new Error(JSON.stringify(diagnostics));
  return found;
}

/** An explanation on a few lines: `value <- source <- source`. */
async function told(path: string): Promise<string> {
  const [one] = await explained(path);
  return one ? [text(one.value), ...one.sources.map(sourceText)].join(" <- ") : "";
}

function text(value: Shown): string {
  return "length" in value ? `#${value.length}` : String(value.value);
}

function placeText(at: { readonly file: string; readonly line: number; readonly column: number } | undefined): string {
  return at ? `${at.file.replace("/p/", "")}:${at.line}:${at.column}` : "";
}

function sourceText(source: Source): string {
  const variables = (source.variables ?? []).map(
    ({ name, from, at, value }) => `${name} ${from}${at ? ` ${placeText(at)}` : ""}${value ? ` ${text(value)}` : ""}`,
  );
  const via = (source.via ?? []).map(({ kind, service = "", at }) => `${kind} ${service} ${placeText(at)}`);
  const kind = source.kind === "file" ? "" : source.kind;
  const parts = [kind, placeText(source.at), source.written ?? "", source.because ?? "", source.replacedBy ?? ""];
  return [...parts, ...variables, ...via].filter((part) => part !== "").join(" | ");
}

test.each([
  [
    "services.web.environment.PORT",
    "#4 <- compose.override.yaml:3:20 | PORT=${PORT:-3000} | PORT file .env:1:1 #4 <- compose.yaml:9:14 | a later file",
  ],
  [
    "services.web.environment.MODE",
    "plain <- compose.yaml:10:13 <- base.yaml:2:47 | the service that extends it | extends base compose.yaml:4:14 <- env_file | a.env:2:1 | environment",
  ],
  ["services.web.environment.LEVEL", "#5 <- env_file | b.env:1:1 <- env_file | a.env:1:1 | a later env_file"],
  ["services.web.environment.INHERITED", "given <- compose.yaml:11:16 | INHERITED shell given"],
  ["services.web.environment.API_TOKEN", "#8 <- compose.yaml:12:19 | TOKEN shell #8"],
  ["services.web.environment.DB_URL", "#23 <- compose.yaml:13:16 | DB_PASSWORD default"],
  ["services.web.image", "nginx:1.27 <- compose.yaml:5:12 | nginx:${TAG:-1.27} | TAG default"],
  ["services.web.restart", "always <- base.yaml:3:20 | extends base compose.yaml:4:14 | extends root base.yaml:2:20"],
  ["services.web.labels.com.example.team", "red <- compose.yaml:16:33 <- label_file | labels.env:1:1 | labels"],
  ['services.web.labels["com.example.tier"]', "1 <- label_file | labels.env:2:1"],
  ["services.web.build.dockerfile", "Dockerfile <- default | Compose's default"],
  ["services.web.depends_on.other.condition", "service_started <- implied | links names other"],
  [
    "services.db.image",
    "#11 <- inc/db.yaml:1:25 | postgres:${PG} | PG file inc/.env:2:1 #2 | include  compose.yaml:1:11",
  ],
  ["services.db.environment.POSTGRES_PASSWORD", "#8 <- inc/db.yaml:1:75 | include  compose.yaml:1:11"],
  ["networks.default.name", "p_default <- implied | the project's name and the key"],
])("tells where %s comes from, and what it replaced", async (path, expected) => {
  expect(await told(path)).toBe(expected);
});

test("explains every single value below a path; what does not hold a hidden text is shown", async () => {
  const ports = await explained("services.web.ports[0]");
  expect(ports.map(({ path, value }) => `${path.at(-1)} ${text(value)}`)).toEqual([
    "mode ingress",
    "target 80",
    "published #4",
    "protocol tcp",
  ]);
  expect(ports[0]?.sources.map(({ at }) => placeText(at))).toEqual([
    "compose.override.yaml:4:14",
    "compose.yaml:14:14",
  ]);
});

test("knows nothing at a path that the project lacks, and remembers nothing unless asked", async () => {
  await expect(explained("services.web.none")).rejects.toThrow();
  const { explain } = await loadProject({ cwd: "/p", env: {}, fileSystem: createMemoryFiles(files) });
  expect(explain).toBeUndefined();
});
