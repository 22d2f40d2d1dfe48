import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskFiles } from "@slipway/core";
import { type LoadOptions, loadProject } from "./load.ts";
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

/** Files on the disk that cannot be read, and what a person is told; none of them may hold the program up. */
const unreadable: readonly [title: string, make: (path: string) => unknown, reason: string][] = [
  [
    "a file that is not UTF-8",
    (path) => writeFileSync(path, new Uint8Array([0x61, 0xff, 0xfe])),
    "it is not text in UTF-8",
  ],
  ["a directory", (path) => mkdirSync(path), "it is a directory"],
  ["a named pipe", (path) => Bun.spawnSync(["mkfifo", path]), "it is no regular file"],
  ["a device without end", (path) => symlinkSync("/dev/zero", path), "it is no regular file"],
  ["links that lead in a circle", (path) => symlinkSync(path, path), "its symbolic links lead in a circle"],
  ["a file of 50 MB", (path) => writeFileSync(path, new Uint8Array(50_000_000)), "it is larger than 4 MB"],
];
for (const [title, make, reason] of unreadable) {
  test(`${title} is refused as a Compose file, included or not, as an env file and as a label file`, () =>
    inDirectory(
      {
        "compose.yaml": "services: {a: {image: x, env_file: bad, label_file: bad}}\n",
        "include.yaml": "include: [bad]\n",
        "extends.yaml": "services: {a: {extends: {file: bad, service: a}}}\n",
      },
      async (directory) => {
        make(join(directory, "bad"));
        const findings = async (options: Partial<LoadOptions>): Promise<string[]> => {
          const { diagnostics, project } = await loadProject({ cwd: directory, env: {}, ...options });
          expect(project).toBeUndefined();
          return diagnostics.map(findingText).map((text) => text.replaceAll(`${directory}/`, ""));
        };
        expect(await findings({ files: ["bad"] })).toEqual([`cannot read bad: ${reason}`]);
        expect(await findings({ files: ["include.yaml"] })).toEqual([`include.yaml:1:11 cannot read bad: ${reason}`]);
        expect(await findings({ files: ["extends.yaml"] })).toEqual([`extends.yaml:1:32 cannot read bad: ${reason}`]);
        expect(await findings({ envFiles: ["bad"], files: ["extends.yaml"] })).toContain(`cannot read bad: ${reason}`);
        expect(await findings({})).toEqual([
          `compose.yaml:1:36 cannot read bad: ${reason}`,
          `compose.yaml:1:53 cannot read bad: ${reason}`,
        ]);
      },
    ));
}

test("the path of a watch is the one behind symbolic links, also where the end does not exist yet", () =>
  inDirectory(
    { "compose.yaml": "services: {a: {image: x, develop: {watch: [{action: rebuild, path: link/new/file}]}}}\n" },
    async (directory) => {
      mkdirSync(join(directory, "real"));
      symlinkSync("real", join(directory, "link"));
      const { project } = await loadProject({ cwd: directory, env: {} });
      expect(project?.services.a?.develop?.watch?.[0]?.path).toBe(join(realpathSync(directory), "real/new/file"));
    },
  ));

test("/dev/null is an empty env file", () =>
  inDirectory({ "compose.yaml": "services: {a: {image: 'x:${T-1}'}}\n", ".env": "T=2\n" }, async (directory) => {
    const { project } = await loadProject({ cwd: directory, env: {}, envFiles: ["/dev/null"] });
    expect(project?.services.a?.image).toBe("x:1");
  }));
