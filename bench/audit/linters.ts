import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * `linters.ts FOLDER PEERS`: lints the Compose files of a repository with dclint and all of its texts with secretlint, as their documentation sets them
 * up, in one process; prints how much each of them found. Files are those that git lists.
 */
const [folder = "", peers = ""] = process.argv.slice(2);
const listed = Bun.spawnSync(["git", "ls-files", "-z"], { cwd: folder }).stdout.toString().split("\0").filter(Boolean);

const { DCLinter } = await import(join(peers, "node_modules/dclint/dist/index.esm.js"));
const compose = listed.filter((path) => /(?:^|\/)compose[\w.-]*\.ya?ml$/.test(path)).map((path) => join(folder, path));
const linted = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] }).lintFiles(compose, false);

const { lintSource } = await import(join(peers, "node_modules/@secretlint/core/module/index.js"));
const { creator } = await import(
  join(peers, "node_modules/@secretlint/secretlint-rule-preset-recommend/module/index.js")
);
const config = { rules: [{ id: "preset", rule: creator }] };
let secrets = 0;
for (const path of listed) {
  const content = readFileSync(join(folder, path), "utf8");
  const source = { filePath: path, content, contentType: "text", ext: path.slice(path.lastIndexOf(".")) };
  const { messages } = await lintSource({ source, options: { noPhysicFilePath: true, config } });
  secrets += messages.length;
}
console.log(JSON.stringify({ files: listed.length, compose: linted.length, secrets }));
