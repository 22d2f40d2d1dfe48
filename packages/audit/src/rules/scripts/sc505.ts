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
    if (!inventory.paths.some(isScript)) return;
    const globs = folderGlobs(inventory);
    const named = namesWithoutEnd(inventory);
    for (const path of inventory.paths) {
      if (!isScript(path) || isTest(path) || globs.some((folder) => path.startsWith(`${folder}/`))) continue;
      if (inventory.referencesTo(path).some(({ at, fromDocument }) => !fromDocument || isInCode(at, path, inventory)))
        continue;
      const bare = path.replace(/\.\w+$/, "");
      if (named.has(nameOf(bare)) || named.has(bare.replaceAll("/", "."))) continue;
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

/** `import "./seed"`, `python -m scripts.seed`: the names without endings that stand behind a path or a dot. */
function namesWithoutEnd({ paths, learn, commands }: Inventory): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of paths) {
    if (!/\.(?:[cm]?[jt]sx?|py|toml|json|ya?ml)$/.test(path) || /lock\.(?:json|yaml)$/.test(path)) continue;
    for (const name of learn("names without their end", path, namesOf)) names.add(name);
  }
  for (const { words } of commands) {
    for (const word of words) names.add(word.slice(word.lastIndexOf("/") + 1));
  }
  return names;
}

function namesOf(content: string): readonly string[] {
  const names = new Set<string>();
  for (const [, name = ""] of content.matchAll(/[./]([\w-]+)(?:\.js)?["']/g)) names.add(name);
  for (const [name] of content.matchAll(/\b(?:scripts?|hack|ops|maintenance)(?:\.\w+)+/g)) names.add(name);
  return [...names];
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
  // `scripts`, `scripts/` and `scripts/*.sh` all mean the folder.
  const meant = new Set(
    words.map((word) =>
      word
        .replace(`${repository.root}/`, "")
        .replace(/^\.\//, "")
        .replace(/\/(?:\*.*)?$/, ""),
    ),
  );
  return [...folders].filter((folder) => meant.has(folder));
}
