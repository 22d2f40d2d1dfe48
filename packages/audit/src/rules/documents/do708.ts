import type { Found } from "../../finding.ts";
import type { Document } from "../../inventory/documents/read-document.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isTest } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

const files = {
  "package.json": '{ "scripts": { "dev": "vite", "test": "vitest" } }\n',
  "compose.yaml": "services:\n  web:\n    build: .\n",
  Dockerfile: "FROM node:22\n",
};

export const do708 = defineRule({
  id: "DO708",
  why: "How to run it, how to run it in containers and how to test it are what everybody looks for first in a README.",
  bad: { ...files, "README.md": "# Shop\n\nSells things.\n" },
  good: {
    ...files,
    "README.md":
      "# Shop\n\n## Run locally\n\n`npm run dev`\n\n## Run with Docker\n\n`docker compose up`\n\n## Run the tests\n\n`npm test`\n",
  },
  fix: "Add a section with the command that does it",
  *check(inventory) {
    const readme = inventory.documents.find(({ path }) => /^readme\.(?:md|markdown|mdx)$/i.test(path));
    if (!readme) return;
    const missing = sections.filter(({ needed, told }) => needed(inventory) && !told(readme, inventory));
    for (const { name } of missing) yield found(readme, name);
  },
});

interface ReadmeSection {
  readonly name: string;
  /** Whether there is anything of the kind to be told. */
  needed(inventory: Inventory): boolean;
  /** Whether a heading or a command tells it, or the document leads to one that does. */
  told(readme: Document, inventory: Inventory): boolean;
}

const sections: readonly ReadmeSection[] = [
  {
    name: "how to run it locally",
    needed: ({ manifests }) => manifests.some(({ targets }) => hasAny(targets, /^(?:dev|start|serve|run)(?::|$)/)),
    told: (readme, inventory) =>
      heading(readme, /\b(?:run|running|start|started|install|setup|set up|develop|development|local|usage|use)\b/i) ||
      commands(
        readme,
        inventory,
        /^(?:npm|pnpm|yarn|bun|make|go run|cargo run|python3?|uv run|poetry run|deno)\b.*\b(?:dev|start|serve|run|up)\b/,
      ),
  },
  {
    name: "how to run it with Docker",
    needed: ({ composeFiles, buildFiles }) =>
      buildFiles.length > 0 && composeFiles.some(({ path }) => !path.includes("/")),
    told: (readme, inventory) =>
      heading(readme, /\b(?:docker|compose|containers?|podman|slipway|self-?host\w*)\b/i) ||
      commands(readme, inventory, /^(?:docker|docker-compose|podman|slipway)\b|\b(?:docker|compose)\b/),
  },
  {
    name: "how to run the tests",
    needed: ({ manifests, paths }) =>
      manifests.some(({ targets }) => hasAny(targets, /^test(?::|$)/)) && paths.some(isTest),
    told: (readme, inventory) =>
      heading(readme, /\b(?:tests?|testing|contribut\w+|develop\w*)\b/i) ||
      commands(readme, inventory, /\b(?:tests?|pytest|vitest|jest|playwright)\b/),
  },
];

function hasAny(targets: ReadonlyMap<string, unknown>, pattern: RegExp): boolean {
  return [...targets.keys()].some((name) => pattern.test(name));
}

function heading({ headings }: Document, pattern: RegExp): boolean {
  return headings.some(({ text }) => pattern.test(text));
}

function commands({ path, links }: Document, { commands: all }: Inventory, pattern: RegExp): boolean {
  const leads = links.some(({ target }) => /CONTRIBUTING|DEVELOP|INSTALL|docs\//i.test(target) && pattern.test(target));
  return leads || all.some(({ at, words }) => at.file === path && pattern.test(words.join(" ")));
}

function found({ path }: Document, name: string): Found {
  return { at: { file: path, line: 1, column: 1 }, message: `${path} does not tell ${name}` };
}
