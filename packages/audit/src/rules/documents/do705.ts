import { nameOf } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

const files = {
  "compose.yaml": "services:\n  web:\n    image: shop:1\n",
  "compose.prod.yaml": "services:\n  web:\n    restart: always\n",
  "deploy.sh": "docker compose -f compose.yaml -f compose.prod.yaml up -d\n",
};

export const do705 = defineRule({
  id: "DO705",
  why: "With several Compose files the question is which of them together; who guesses starts production with the settings of development.",
  bad: { ...files, "README.md": "# Shop\n" },
  good: {
    ...files,
    "README.md": "# Shop\n\nProduction: `docker compose -f compose.yaml -f compose.prod.yaml up -d`\n",
  },
  fix: "Add a table with a row for each scenario: what it is for, and its command (slipway audit --write-docs keeps one)",
  *check({ stacks, documents, manifests, commands, text }) {
    const readme = documents.find(({ path }) => /^readme\.\w+$/i.test(path));
    // A collection of examples has a README for each.
    const folders = new Set(stacks.map(({ files }) => files[0]?.includes("/")));
    if (readme === undefined || folders.has(undefined)) return;
    const own = stacks.filter(({ files: some }) => some.every((file) => file.split("/").length <= 2));
    const purposes = new Set(own.map(({ purpose }) => purpose));
    if (purposes.size < 2) return;
    const told = documents
      .filter(({ history }) => !history)
      .map(({ path }) => text(path) ?? "")
      .join("\n");
    // A document may name the script that does it.
    const scripts = manifests
      .flatMap(({ targets }) => [...targets])
      .filter(([name]) =>
        new RegExp(`\\b(?:run|make|pnpm|yarn|bun) ${name.replace(/[^\w:-]/g, ".")}(?![\\w:-])`).test(told),
      )
      .map(([, { command }]) => command)
      .concat(
        commands
          .filter(({ origin, at }) => origin === "script" && told.includes(at.file))
          .map(({ words }) => words.join(" ")),
      )
      .join("\n");
    const untold = new Set(
      own
        .flatMap(({ files: some }) => some)
        .filter(
          (file) =>
            !/(?:^|\/)(?:docker-)?compose(?:\.override)?\.ya?ml$/.test(file) &&
            !`${told}\n${scripts}`.includes(nameOf(file)),
        ),
    );
    if (untold.size === 0) return;
    const named = [...untold].toSorted();
    yield {
      at: { file: readme.path, line: 1, column: 1 },
      message: `no document tells what ${named.join(", ")} ${named.length === 1 ? "is" : "are"} for, and with which command`,
      evidence: named.slice(0, 3).map((file) => ({ file, line: 1, column: 1, text: "is not named in any document" })),
    };
  },
});
