// Runs a TypeScript file of this repository with the Bun that package-lock.json pins, after making sure that the
// dependencies are there. Plain JavaScript without dependencies: on a fresh checkout it is the first thing to run.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** True when every package of the lock file, but for those of other platforms, is installed in its version. */
function isCurrent() {
  const installed = join(modules, ".package-lock.json");
  if (!existsSync(installed)) return false;
  const there = JSON.parse(readFileSync(installed, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      optional || !path.startsWith("node_modules/") || (path in there && there[path].version === version),
  );
}

function ensureDependencies() {
  if (isCurrent() && findBun()) return;
  process.stderr.write("installing the dependencies (npm ci) …\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (done.error) fail(`npm could not be run (${done.error.message}). Install Node.js with npm and try again.`);
  if (done.status !== 0) {
    fail("npm ci failed; what it said stands above. Without a way to the npm registry the dependencies cannot be had.");
  }
}

/** True for a program, false for the text that stands in its place when npm may not run install scripts. */
function isProgram(path) {
  return existsSync(path) && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

function findBun() {
  const scope = join(modules, "@oven");
  const platforms = existsSync(scope) ? readdirSync(scope) : [];
  const candidates = [
    join(modules, "bun/bin/bun.exe"),
    ...platforms.flatMap((name) => [join(scope, name, "bin/bun"), join(scope, name, "bin/bun.exe")]),
  ];
  return candidates.find(isProgram);
}

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 20) fail(`Node ${process.versions.node} is too old; version 20 or newer is needed.`);
const [script, ...args] = process.argv.slice(2);
if (!script) fail("usage: node tools/run.mjs <script.ts> [arguments]");

ensureDependencies();
const bun = findBun();
if (!bun)
  fail(
    `Bun has no program for ${process.platform}-${process.arch} in node_modules; remove node_modules and try again.`,
  );
const child = spawn(bun, [join(root, script), ...args], { cwd: root, stdio: "inherit" });
// A terminal sends its signals to the child as well; a person's `kill` reaches only this process.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on("error", (error) => fail(`Bun could not be started: ${error.message}`));
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
