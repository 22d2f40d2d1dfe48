import { expect, test } from "bun:test";
import { parseDockerignore } from "@slipway/core";
import { projectOf } from "../plan/testing/load.ts";
import { decide } from "./decide.ts";
import { watchTargets } from "./target.ts";

/** What changed paths ask for, as a person would say it. */
async function worksFor(watch: string, changed: readonly string[], dockerignore = ""): Promise<readonly string[]> {
  const project = await projectOf(`services:
  web:
    build: .
    volumes: [./mounted:/mounted]
    develop:
      watch:
${watch.replace(/^/gm, "        ")}
`);
  const rules = new Map([["web", parseDockerignore(dockerignore)]]);
  const { targets } = watchTargets(project, [], rules, () => undefined);
  return decide(
    changed.map((path) => `/srv/demo/${path}`),
    targets,
  ).flatMap(({ rebuild, sync, restart, execs }) => [
    ...(rebuild ? ["rebuild"] : []),
    ...[...sync].map(([to, from]) => `${from.slice("/srv/demo/".length)} → ${to}`),
    ...(restart ? ["restart"] : []),
    ...execs.map(({ command }) => `exec ${command.join(" ")}`),
  ]);
}

const sync = "- { action: sync, path: src, target: /app }";

test("a changed file goes to where its rule says, at any depth", async () => {
  expect(await worksFor(sync, ["src/a.js", "src/deep/b.js"])).toEqual([
    "src/a.js → /app/a.js",
    "src/deep/b.js → /app/deep/b.js",
  ]);
});

test("a file beside the watched path, and one whose name only begins alike, ask for nothing", async () => {
  expect(await worksFor(sync, ["other/a.js", "src2/a.js"])).toEqual([]);
});

test("a rule for one file writes exactly that file", async () => {
  expect(await worksFor("- { action: sync+restart, path: app.conf, target: /etc/app.conf }", ["app.conf"])).toEqual([
    "app.conf → /etc/app.conf",
    "restart",
  ]);
});

test("a rebuild covers all else that the same batch asks for", async () => {
  const rules = `${sync}\n- { action: rebuild, path: package.json }`;
  expect(await worksFor(rules, ["src/a.js", "package.json"])).toEqual(["rebuild"]);
});

test("a command of sync+exec runs once for a batch", async () => {
  const rule = "- { action: sync+exec, path: src, target: /app, exec: { command: [reload, now] } }";
  expect(await worksFor(rule, ["src/a", "src/b"])).toEqual(["src/a → /app/a", "src/b → /app/b", "exec reload now"]);
});

test("ignore is read from the rule's path, .dockerignore from the build context", async () => {
  const rule = "- { action: sync, path: src, target: /app, ignore: [node_modules/, '**/*.tmp'] }";
  const changed = ["src/node_modules/x.js", "src/a/b.tmp", "src/secret.env", "src/ok.js"];
  expect(await worksFor(rule, changed, "src/*.env")).toEqual(["src/ok.js → /app/ok.js"]);
});

test("include leaves only what it names", async () => {
  const rule = "- { action: sync, path: src, target: /app, include: ['**/*.js'] }";
  expect(await worksFor(rule, ["src/a.js", "src/b.css"])).toEqual(["src/a.js → /app/a.js"]);
});

test("what editors leave for a moment, and git's own files, ask for nothing", async () => {
  const changed = ["src/a.js~", "src/.a.js.swp", "src/4913", "src/.#a.js", "src/#a.js#", "src/.git/index"];
  expect(await worksFor(sync, changed)).toEqual([]);
});

test("a rule for what is bind-mounted is skipped with a warning, one without a build is an error", async () => {
  const project = await projectOf(`services:
  web:
    image: x
    volumes: [./src:/app]
    develop: { watch: [{ action: sync, path: src/deep, target: /app }, { action: rebuild, path: x }] }
`);
  const { targets, diagnostics } = watchTargets(project, [], new Map(), () => undefined);
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ["STACK_WATCH_MOUNTED", "warning"],
    ["STACK_WATCH_NO_BUILD", "error"],
  ]);
  expect(targets.map(({ action }) => action)).toEqual(["rebuild"]);
});

test("an ignored directory is not even looked into", async () => {
  const project = await projectOf(`services:
  web:
    image: x
    develop: { watch: [{ action: sync, path: src, target: /app, ignore: [node_modules/] }] }
`);
  const [target] = watchTargets(project, [], new Map(), () => undefined).targets;
  const looked = ["src", "src/lib", "src/node_modules", "src/node_modules/x", "src/.git", "elsewhere"];
  expect(looked.filter((name) => target?.enters(`/srv/demo/${name}`))).toEqual(["src", "src/lib"]);
});
