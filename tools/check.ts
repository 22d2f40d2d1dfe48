import { join, resolve } from "node:path";
import { undeclared } from "./arrows.ts";
import { errorsDocumented } from "./errors-documented.ts";
import { gatesPass } from "./gates.ts";
import { generate } from "./gen.ts";
import { lockComplete } from "./lock-complete.ts";

const root = resolve(import.meta.dir, "..");
const bin = (name: string): string => join(root, "node_modules/.bin", name);

/** A check gives what is wrong, for a person to read; nothing when all is well. */
type Check = () => Promise<readonly string[]>;

/** A program of node_modules that is content when its code is 0. */
const program =
  (...argv: readonly string[]): Check =>
  async () => {
    const child = Bun.spawn([...argv], { cwd: root, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
    const [said, failed, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    return code === 0 ? [] : [`${said}${failed}`.trimEnd()];
  };

const checks: Readonly<Record<string, Check>> = {
  "generated files are current": async () => (await generate()).map((name) => `${name} was not; it is now`),
  "format, lint and arrows": program(bin("biome"), "check", "--error-on-warnings", "--max-diagnostics=50", "."),
  types: program(bin("tsc"), "--noEmit", "-p", "."),
  "nothing unused or undeclared": program(
    process.execPath,
    bin("knip"),
    "--treat-config-hints-as-errors",
    "--no-progress",
  ),
  "packages declare their arrows": () => undeclared(root),
  "errors are documented": () => errorsDocumented(root),
  "the gates of the audit pass": () => gatesPass(root),
  "the lock file fits every platform": () => lockComplete(root),
};

let passed = 0;
let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  const wrong = await check();
  console.log(`${wrong.length === 0 ? "ok  " : "FAIL"} ${name}`);
  for (const line of wrong) console.log(line.replaceAll(/^/gm, "     "));
  if (wrong.length === 0) passed++;
  else failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
