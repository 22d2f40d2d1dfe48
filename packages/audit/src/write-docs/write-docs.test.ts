import { expect, test } from "bun:test";
import { memoryRepository } from "../testing/memory-repository.ts";
import { writeDocs } from "./write-docs.ts";

const shop = {
  "package.json": '{ "scripts": { "dev": "vite", "test": "vitest" } }\n',
  ".env.example": "# Where the shop listens.\nPORT=3000\nSESSION_SECRET=\n",
  "src/env.ts": "export const env = [process.env.PORT, process.env.SESSION_SECRET];\n",
  "compose.yaml": "services:\n  web:\n    image: shop:1\n",
  "compose.prod.yaml": "services:\n  web:\n    restart: always\n",
  "deploy.sh": "docker compose -f compose.yaml -f compose.prod.yaml up -d\n",
  "README.md": "# Shop\n\nSells things.\n",
};

/** The files after all blocks are written, and what was done to which. */
async function written(files: Readonly<Record<string, string>>) {
  const { changes, blocks } = await writeDocs(memoryRepository(files));
  const after = { ...files, ...Object.fromEntries(changes.map(({ file, after: text }) => [file, text])) };
  return { files: after, blocks: blocks.map(({ name, file, state }) => `${name} ${state} ${file}`), changes };
}

test("blocks that are missing are added: variables with what the template says, scenarios, commands", async () => {
  const { files, blocks } = await written(shop);
  expect(blocks).toEqual(["variables new README.md", "scenarios new README.md", "commands new README.md"]);
  expect(files["README.md"]).toBe(`${shop["README.md"]}
## Variables

<!-- slipway:variables start -->
| Variable | Class | Required | Default | Meaning |
|---|---|---|---|---|
| \`PORT\` | core | no | – | Where the shop listens. |
| \`SESSION_SECRET\` | core, secret | no | – | |
<!-- slipway:variables end -->

## Which Compose files for what

<!-- slipway:scenarios start -->
| Scenario | Compose files | Services | Command |
|---|---|---|---|
| default | \`compose.yaml\` | web | \`docker compose up -d\` |
| production | \`compose.yaml\` + \`compose.prod.yaml\` | web | \`docker compose -f compose.yaml -f compose.prod.yaml up -d\` |
<!-- slipway:scenarios end -->

## Commands

<!-- slipway:commands start -->
| To do | Command |
|---|---|
| Start for development | \`npm run dev\` |
| Run the tests | \`npm run test\` |
| Start in production | \`docker compose -f compose.yaml -f compose.prod.yaml up -d\` |
<!-- slipway:commands end -->
`);
});

test("a Compose file that nobody uses is for no scenario", async () => {
  const { files } = await written({ ...shop, "compose.old.yaml": "services:\n  old:\n    image: shop:0.9\n" });
  expect(files["README.md"]).toContain("`compose.prod.yaml`");
  expect(files["README.md"]).not.toContain("compose.old.yaml");
});

test("a second run changes nothing", async () => {
  const { files } = await written(shop);
  const again = await written(files);
  expect(again.changes).toEqual([]);
  expect(again.blocks).toEqual(["variables kept README.md", "scenarios kept README.md", "commands kept README.md"]);
});

test("a block is refreshed where it stands, and nothing outside of its marks is touched", async () => {
  const before =
    "# Shop\r\n\r\n<!-- slipway:commands start -->\r\nold\r\n<!-- slipway:commands end -->\r\n| by | hand |\r\n";
  const example = "```md\n<!-- slipway:commands start -->\nexample\n<!-- slipway:commands end -->\n```\n";
  const { files, blocks } = await written({ ...shop, "docs/run.md": before, "docs/how.md": example });
  expect(blocks).toContain("commands refreshed docs/run.md");
  expect(files["docs/how.md"]).toBe(example);
  const text = files["docs/run.md"] ?? "";
  const [head = "", rest = ""] = text.split("start -->\r\n");
  expect(`${head}start -->\r\n`).toBe(before.slice(0, before.indexOf("old")));
  expect(rest.slice(rest.indexOf("<!--"))).toBe(before.slice(before.lastIndexOf("<!--")));
  expect(rest).toStartWith("| To do | Command |\r\n|---|---|\r\n| Start for development | `npm run dev` |\r\n");
});

test("new blocks are marked as the project marks others", async () => {
  const { files } = await written({ ...shop, "README.md": "# Shop\n\n<!-- BEGIN toc -->\n<!-- END toc -->\n" });
  expect(files["README.md"]).toContain("<!-- BEGIN slipway:commands -->\n");
  expect((await written(files)).changes).toEqual([]);
});

test("a table that people keep by hand stays the only one", async () => {
  const table = "| Name | Meaning |\n|---|---|\n| `PORT` | a |\n| `SESSION_SECRET` | b |\n| `LOG` | c |\n";
  const more = { ".env.example": "PORT=1\nSESSION_SECRET=\nLOG=\n", "docs/config.md": table };
  const { blocks, files } = await written({ ...shop, ...more });
  expect(blocks).toContain("variables by hand docs/config.md");
  expect(files["docs/config.md"]).toBe(table);
});

test("a block without its end is left alone, with its place", async () => {
  const failed = await written({ ...shop, "README.md": "# Shop\n<!-- slipway:variables start -->\n" }).catch(
    (error) => error,
  );
  expect(failed).toMatchObject({ code: "AUDIT_BLOCK_OPEN", at: { file: "README.md", line: 2, column: 1 } });
});
