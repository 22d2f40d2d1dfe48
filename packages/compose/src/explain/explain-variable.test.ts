import { expect, test } from "bun:test";
import { createMemoryFiles, pathText } from "@slipway/core";
import { loadProject } from "../load.ts";

const files = {
  "/p/compose.yaml": `services:
  web:
    image: nginx:\${TAG:-1.27}
    ports: ["\${PORT:?set it}:80"]
    environment: { A: "\${TAG}", B: "$$TAG" }
`,
  "/p/.env": "PORT=8080\nTAG=1.26\nLEFT=over\n",
};

async function explained(name: string, env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { explainVariable } = await loadProject({
    cwd: "/p",
    env,
    fileSystem: createMemoryFiles(files),
    explain: true,
  });
  const found = explainVariable?.(name);
  return (
    found && {
      sources: found.sources.map(({ from, at, value }) => [from, at?.line, value]),
      places: found.places.map(({ path, at, default: fallback, required }) => [
        pathText(path),
        `${at.line}:${at.column}`,
        fallback,
        required,
      ]),
    }
  );
}

test("a variable tells what gives it its value, what that hides, and each text that it stands in, once", async () => {
  expect(await explained("TAG", { TAG: "1.25" })).toEqual({
    sources: [
      ["shell", undefined, { value: "1.25" }],
      ["file", 2, { length: 4 }],
    ],
    places: [
      ["services.web.image", "3:12", "1.27", false],
      ["services.web.environment.A", "5:24", undefined, false],
    ],
  });
  expect(await explained("PORT")).toEqual({
    sources: [["file", 1, { length: 4 }]],
    places: [["services.web.ports[0]", "4:14", undefined, true]],
  });
});

test("one that nothing uses is told when an env file has it, and not otherwise", async () => {
  expect(await explained("LEFT")).toEqual({ sources: [["file", 3, { length: 4 }]], places: [] });
  expect(await explained("HOME", { HOME: "/root" })).toBeUndefined();
});
