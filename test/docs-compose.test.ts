import { expect, test } from "bun:test";
import { join } from "node:path";
import { checkout } from "./rig/folders.ts";
import * as rig from "./rig/index.ts";
import { run } from "./rig/process.ts";

/** The blocks of docs/compose.md, chapter by chapter: files, and what a command then says. */
const page = await Bun.file(join(checkout, "docs/compose.md")).text();
const fence = /^```(yaml|console)(?: (\S+))?\n([\s\S]*?)^```$/gm;

for (const chapter of page.split(/^## /m).slice(1)) {
  const blocks = [...chapter.matchAll(fence)];
  const session = blocks.find(([, language]) => language === "console")?.[3];
  if (session === undefined) continue;
  test(`docs/compose.md shows what the program says: ${chapter.split("\n", 1)[0]}`, async () => {
    await using folder = await rig.temporary();
    for (const [, language, name = "", text = ""] of blocks) {
      if (language === "yaml") await Bun.write(join(folder.path, name), text);
    }
    const [, command = "", says = ""] = /^\$ slipway (.*)\n([\s\S]*)$/.exec(session) ?? [];
    const argv = [process.execPath, join(checkout, "packages/cli/src/main.ts"), ...command.split(" ")];
    const { stdout, stderr } = await run(argv, { cwd: folder.path, env: { NO_COLOR: "1", TAG: undefined } });
    expect(`${stdout}${stderr}`).toBe(says);
  });
}
