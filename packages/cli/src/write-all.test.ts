import { expect, test } from "bun:test";
import { join } from "node:path";

const script = join(import.meta.dir, "write-all.ts");
const program = (then: string): string[] => [
  process.execPath,
  "-e",
  `const { writeAll } = await import(${JSON.stringify(script)});
   writeAll(1, Buffer.alloc(3_000_000, "x"), () => process.exit(141)); ${then}`,
];

test("a program that ends at once loses nothing of three megabytes in a slow pipe", async () => {
  const child = Bun.spawn(program("process.exit(0)"), { stdout: "pipe" });
  let bytes = 0;
  for await (const piece of child.stdout) {
    bytes += piece.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect([bytes, await child.exited]).toEqual([3_000_000, 0]);
});

test("a reader that goes away ends the program as SIGPIPE would", async () => {
  const piped = ["bash", "-c", 'set -o pipefail; "$@" | head -c 1 >/dev/null', "bash", ...program("")];
  const child = Bun.spawn(piped, { stderr: "pipe" });
  expect([await child.exited, await new Response(child.stderr).text()]).toEqual([141, ""]);
});
