import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ConformanceCase, Result } from "../../packages/compose/src/testing/conformance-case.ts";

const withValue = ["-f", "--env-file", "--profile", "--project-directory", "-p"];
let count = 0;

/**
 * Runs `docker compose config` on a case in a fresh directory that is called `/p` in what is given back, with nothing
 * but the case's variables in its environment.
 */
export async function runPeer(
  program: string,
  one: Pick<ConformanceCase, "files" | "env" | "run" | "cwd">,
): Promise<Result> {
  const folder = join(tmpdir(), `slipway-oracle-${process.pid}-${count++}`);
  const root = join(folder, "p");
  try {
    await mkdir(join(root, one.cwd), { recursive: true });
    await mkdir(join(folder, "home/me"), { recursive: true });
    for (const [path, text] of Object.entries(one.files)) {
      if (path === "-") continue;
      await mkdir(dirname(join(root, path)), { recursive: true });
      await Bun.write(join(root, path), text);
    }
    const child = Bun.spawn([program, ...argumentsOf(one.run)], {
      cwd: join(root, one.cwd),
      env: { HOME: join(folder, "home/me"), ...one.env },
      stdin: new Blob([one.files["-"] ?? ""]),
      stdout: "pipe",
      stderr: "pipe",
    });
    const [printed, said, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    const plain = (text: string): string => text.replaceAll(folder, "").trimEnd();
    return code === 0 ? { printed: plain(printed) } : { refused: messageOf(plain(said)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Global options stand before `config`, its own behind it. */
function argumentsOf(run: readonly string[]): string[] {
  const before: string[] = [];
  const behind: string[] = [];
  for (let at = 0; at < run.length; at++) {
    const word = run[at] ?? "";
    if (withValue.includes(word)) before.push(word, run[++at] ?? "");
    else if (word !== "--yaml") behind.push(word);
  }
  return [...before, "config", ...(run.includes("--yaml") ? [] : ["--format", "json"]), ...behind];
}

/** Warnings are structured log lines and stand before the message; of a panic the first line will do. */
function messageOf(text: string): string {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("time="));
  const panic = lines.findIndex((line) => line.startsWith("goroutine "));
  return (panic === -1 ? lines : lines.slice(0, panic)).join("\n");
}
