import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskFiles } from "./files.ts";
import { loadProject } from "./load.ts";
import { findingText } from "./test-model.ts";

async function inDirectory(
  files: Readonly<Record<string, string | Uint8Array>>,
  act: (directory: string) => unknown,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "slipway-files-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    await act(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("a text is read without its byte order mark, a missing one is undefined", () =>
  inDirectory({ "a.yaml": "\uFEFFa: é\n" }, (directory) => {
    expect(diskFiles.read(join(directory, "a.yaml"))).toBe("a: é\n");
    expect(diskFiles.read(join(directory, "no.yaml"))).toBeUndefined();
    expect(diskFiles.read(join(directory, "a.yaml/below"))).toBeUndefined();
  }));

test("names, exists and isDirectory tell what is on the disk", () =>
  inDirectory({ "a.yaml": "" }, (directory) => {
    expect(diskFiles.names(directory)).toEqual(["a.yaml"]);
    expect(diskFiles.names(join(directory, "no"))).toEqual([]);
    expect([diskFiles.exists(directory), diskFiles.isDirectory(directory)]).toEqual([true, true]);
    expect([diskFiles.exists(join(directory, "no")), diskFiles.isDirectory(join(directory, "a.yaml"))]).toEqual([
      false,
      false,
    ]);
  }));

test("a file that is not UTF-8 is an error that says so", () =>
  inDirectory({ "compose.yaml": new Uint8Array([0x61, 0x3a, 0x20, 0xff, 0xfe]) }, async (directory) => {
    const { diagnostics } = await loadProject({ cwd: directory, env: {} });
    expect(diagnostics.map(findingText)).toEqual([`cannot read ${directory}/compose.yaml: it is not text in UTF-8`]);
  }));
