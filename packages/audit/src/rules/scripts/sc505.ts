import type { Inventory } from "../../inventory/inventory.ts";
import { isTest, nameOf } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

export const sc505 = defineRule({
  id: "SC505",
  why: "A script that nobody calls goes on being kept, and is wrong on the day somebody runs it.",
  bad: { "scripts/old-sync.sh": "#!/bin/sh\nrsync -a data/ backup/\n" },
  good: { "scripts/sync.sh": "#!/bin/sh\nrsync -a data/ backup/\n", Makefile: "sync:\n\t./scripts/sync.sh\n" },
  fix: "Delete it, or call it from a manifest, a workflow or a document",
  *check(inventory) {
    const globs = folderGlobs(inventory);
    for (const path of inventory.paths) {
      if (!isScript(path) || isTest(path) || globs.some((folder) => path.startsWith(`${folder}/`))) continue;
      if (inventory.referencesTo(path).some(({ at, fromDocument }) => !fromDocument || isInCode(at, path, inventory)))
        continue;
      if (isNamedWithoutEnd(path, inventory)) continue;
      yield {
        at: { file: path, line: 1, column: 1 },
        message: `nothing runs ${path}: no manifest, workflow, script, Compose file or command of a document names it`,
      };
    }
  },
});

/** Scripts by their folder: what lies elsewhere may be a program. */
function isScript(path: string): boolean {
  return (
    /(?:^|\/)(?:scripts?|hack|ops|maintenance)\/(?:[\w.-]+\/)?[\w.-]+\.(?:sh|bash|py|rb|[cm]?[jt]s|sql)$/.test(path) &&
    !/(?:^|\/)(?:index|__init__|setup|conftest|utils?|lib|common|helpers?|types?)\.\w+$|\.d\.ts$|\.config\.[cm]?[jt]s$|(?:^|\/)(?:lib|utils?|src|node_modules|initdb|migrations?)\//.test(
      path,
    )
  );
}

/** True for a document that names it as a command, in a link or between backticks: prose alone runs nothing. */
function isInCode(
  { file, line }: { readonly file: string; readonly line: number },
  path: string,
  { documents, text }: Inventory,
): boolean {
  const document = documents.find((one) => one.path === file);
  if (document === undefined || document.history) return false;
  const name = nameOf(path);
  const own = (text(file) ?? "").split("\n")[line - 1] ?? "";
  return (
    document.code.some((code) => code.text.includes(name) && near(document.place(code.start).line, line, code.text)) ||
    new RegExp(`\\]\\([^)]*${name.replace(/[.]/g, "\\.")}`).test(own)
  );
}

function near(start: number, line: number, code: string): boolean {
  return line >= start && line <= start + code.split("\n").length;
}

/** `import "./seed"`, `python -m scripts.seed`: the name without its ending, behind a path or a dot. */
function isNamedWithoutEnd(path: string, { paths, text, commands }: Inventory): boolean {
  const bare = nameOf(path).replace(/\.\w+$/, "");
  const dotted = path.replace(/\.\w+$/, "").replaceAll("/", ".");
  const pattern = new RegExp(`[./]${bare.replace(/[.]/g, "\\.")}(?:\\.js)?["']|\\b${dotted.replace(/[.]/g, "\\.")}\\b`);
  if (commands.some(({ words }) => words.some((word) => word.endsWith(`/${bare}`) || word === dotted))) return true;
  return paths.some(
    (other) =>
      other !== path && /\.(?:[cm]?[jt]sx?|py|toml|json|ya?ml)$/.test(other) && pattern.test(text(other) ?? ""),
  );
}

/** Folders whose every file is run or mounted: `for f in scripts/*.sh`, `./scripts/init:/docker-entrypoint-initdb.d`. */
function folderGlobs({ commands, stacks, paths, repository, buildFiles }: Inventory): readonly string[] {
  const words = [
    ...commands.flatMap((line) => line.words),
    ...stacks.flatMap(({ project }) =>
      Object.values(project?.services ?? {}).flatMap(({ volumes = [] }) =>
        volumes.flatMap(({ source }) => source ?? []),
      ),
    ),
    ...buildFiles.flatMap(({ stages }) =>
      stages.flatMap(({ steps }) => steps.flatMap((step) => (step.name === "RUN" ? step.words : []))),
    ),
  ];
  const folders = new Set(paths.filter(isScript).map((path) => path.slice(0, path.lastIndexOf("/"))));
  return [...folders].filter((folder) =>
    words.some((word) => {
      const plain = word.replace(`${repository.root}/`, "").replace(/^\.\//, "");
      return plain === folder || plain === `${folder}/` || plain.startsWith(`${folder}/*`);
    }),
  );
}
