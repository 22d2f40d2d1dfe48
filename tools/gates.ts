import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** What an audit says against this repository or one of its examples; each must pass all gates, and have no error. */
export async function gatesPass(root: string): Promise<readonly string[]> {
  const examples = await readdir(join(root, "examples"), { withFileTypes: true });
  const folders = [".", ...examples.filter((entry) => entry.isDirectory()).map(({ name }) => `examples/${name}`)];
  const wrong: string[] = [];
  for (const folder of folders) {
    const argv = [process.execPath, join(root, "packages/cli/src/main.ts"), "audit", "--gate", folder];
    const child = Bun.spawn(argv, { cwd: root, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
    const [said, failed, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    if (code !== 0) wrong.push(`slipway audit --gate ${folder}\n${said}${failed}`.trimEnd());
  }
  return wrong;
}
