import { afterAll, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { engineHost, removeProject, viewProject } from "./engine-view.ts";
import { readCases, writeSays } from "./malformed-cases.ts";
import { slipwayArgv, startProgram } from "./program.ts";

/** `SLIPWAY_E2E_UPDATE=1` writes what the program says now into the documents. Read the difference before committing it. */
const update = Boolean(process.env["SLIPWAY_E2E_UPDATE"]);
const documents = ["files", "values", "command-line"].map((name) => join(import.meta.dir, `data/malformed/${name}.md`));
const said = new Map<string, { says: string; code: number }>();

for (const document of documents) {
  for (const one of readCases(await Bun.file(document).text())) {
    test.concurrent(`malformed: ${one.title} is told with its place and cure`, async () => {
      const projectName = `e2e-malformed-${randomBytes(4).toString("hex")}`;
      const folder = await mkdtemp(join(tmpdir(), "slipway-e2e-malformed-"));
      try {
        for (const [path, text] of Object.entries(one.files)) {
          await mkdir(dirname(join(folder, path)), { recursive: true });
          await writeFile(join(folder, path), text);
        }
        const ended = await startProgram([...slipwayArgv(), ...one.argv], {
          cwd: folder,
          env: {
            PATH: process.env["PATH"] ?? "",
            HOME: folder,
            DOCKER_HOST: engineHost,
            COMPOSE_PROJECT_NAME: projectName,
          },
        }).ended;
        const says = ended.stderr.replaceAll(folder, "/project").replaceAll(projectName, "demo");
        if (update) said.set(`${document}\n${one.title}`, { says, code: ended.code });
        else expect({ says, code: ended.code }).toEqual({ says: one.says, code: one.code });
        expect(ended.stdout, "what a program would read").toBe("");
        expect(says, "no stack trace").not.toMatch(/^\s+at |CLI_INTERNAL/m);
        expect(ended.code).toBeGreaterThan(0);
        expect(await viewProject(projectName)).toEqual({ containers: [], networks: [], volumes: [] });
      } finally {
        await removeProject(projectName);
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
}

test("malformed: every case has a title of its own", async () => {
  for (const document of documents) {
    const titles = readCases(await Bun.file(document).text()).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  }
});

afterAll(async () => {
  for (const document of documents) {
    let text = await Bun.file(document).text();
    for (const [key, { says, code }] of said) {
      const [path, title = ""] = key.split("\n");
      if (path === document) text = writeSays(text, title, says, code);
    }
    if (update) await Bun.write(document, text);
  }
});
