import type { Found } from "../../finding.ts";
import { scriptAsked } from "../../inventory/commands/script-asked.ts";
import { composeCommandOf } from "../../inventory/compose/compose-command.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf, joinPath, nameOf } from "../../inventory/paths.ts";
import { templateFor } from "../../inventory/variables/env-files.ts";
import { defineRule } from "../rule.ts";

export const do702 = defineRule({
  id: "DO702",
  why: "A file that is named and not there was renamed or deleted: what stands around the name is as old.",
  bad: { "README.md": "Reset it with `scripts/reset.sh`.\n", "scripts/clean.sh": "#!/bin/sh\n" },
  good: { "README.md": "Reset it with `scripts/clean.sh`.\n", "scripts/clean.sh": "#!/bin/sh\n" },
  fix: "Name the file that does it now, or take the sentence away",
  *check(inventory) {
    const made = madeByCommands(inventory);
    for (const document of inventory.documents) {
      const severity = document.history ? { severity: "info" as const } : {};
      for (const { text, language, start } of document.code) {
        if (language !== undefined) continue;
        const fault = missing(text, folderOf(document.path), inventory, made);
        if (fault) yield { at: document.place(start), ...severity, ...fault };
      }
    }
    for (const line of inventory.commands) {
      if (line.origin !== "document" || scriptAsked(line.words) || composeCommandOf(line, inventory.has)) continue;
      const script = runFile(line.words);
      const fault =
        script === undefined
          ? undefined
          : missing(script, line.folder ?? folderOf(line.at.file), inventory, made, true);
      if (fault) yield { at: line.at, ...fault };
    }
    yield* comments(inventory, made);
  },
});

type Fault = Pick<Found, "message" | "fix">;

/** Names that are files of configuration and scripts, wherever they lie. */
const known =
  /^(?:\.\/)?(?:[\w.@-]+\/)*(?:(?:docker-)?compose[\w.-]*\.ya?ml|Dockerfile(?:\.[\w-]+)?|[\w.-]+\.sh|\.env(?:\.[\w-]+)*\.(?:example|sample|template|dist)|env\.(?:example|sample|template))$/;
/** A path with folders and an ending, of which the first folder is there. */
const path =
  /^(?:\.\/)?([\w@-][\w.@-]*)\/(?:[\w.@-]+\/)*[\w@-][\w.@-]*\.(?:[cm]?[jt]sx?|py|go|rb|rs|sh|sql|ya?ml|json|toml|md|prisma|conf|ini|css|html)$/;
const invented = /(?:^|[/_.-])(?:example|your|my|foo|bar|path|to|some|xxx|name)(?:[/_.-]|$)(?!\.?(?:example|sample)$)/i;

function missing(
  written: string,
  folder: string,
  inventory: Inventory,
  made: ReadonlySet<string>,
  typed = false,
): Fault | undefined {
  const { has, isFolder, paths, repository } = inventory;
  const name = written.replace(/^\.\//, "").replace(/:\d+(?::\d+)?$/, "");
  const isKnown = known.test(name);
  const first = path.exec(name)?.[1];
  if (!isKnown && !(first !== undefined && (isFolder(first) || isFolder(folder === "" ? first : `${folder}/${first}`))))
    return undefined;
  if (isKnown && !name.includes("/") && !typed && !hasKind(name, folder, inventory)) return undefined;
  if (invented.test(name.replace(/\.env[\w.-]*$/, "").replace(/env\.\w+$/, ""))) return undefined;
  if (made.has(nameOf(name))) return undefined;
  const places = [joinPath(folder, name), joinPath("", name)].filter((one) => one !== undefined);
  if (places.some((one) => has(one) || repository.ignores(one) || templateFor(one, has))) return undefined;
  if (
    paths.some((one) => one === name || one.endsWith(`/${name}`)) ||
    inventory.repository.paths.some((one) => one.endsWith(name))
  )
    return undefined;
  const moved = inventory.named(nameOf(name));
  const message = `${name} is not there`;
  return moved.length === 1 ? { message, fix: `Write ${moved[0]}, if that is meant` } : { message };
}

/** A bare name is only told where others of its kind are: else the document may speak of a program, or of other projects. */
function hasKind(name: string, folder: string, { composeFiles, buildFiles, envFiles, paths }: Inventory): boolean {
  const near = (path: string): boolean => folderOf(path) === "" || folderOf(path) === folder;
  if (/compose/.test(name)) return composeFiles.some(({ path }) => near(path));
  if (/^Dockerfile/.test(name)) return buildFiles.some(({ path }) => near(path));
  return name.endsWith(".sh") ? paths.some((path) => path.endsWith(".sh")) : envFiles.some(({ path }) => near(path));
}

/** The file of the repository that a command runs or copies: `./scripts/x.sh`, `bash x.sh`, `cp .env.example .env`. */
function runFile(words: readonly string[]): string | undefined {
  const [first = "", second = ""] = words;
  if (/^\.?\.?\/?[\w./-]+\.sh$/.test(first)) return first;
  if (/^(?:bash|sh|zsh|source|\.)$/.test(first)) return second;
  return first === "cp" && /example|sample|template|dist/.test(second) ? second : undefined;
}

/** What the commands of documents and scripts make: it is there when somebody has followed them. */
function madeByCommands({ commands }: Inventory): ReadonlySet<string> {
  const made = new Set<string>();
  for (const { words } of commands) {
    const [first = ""] = words;
    if (/^(?:cp|mv|ln|touch|install|tee)$/.test(first)) made.add(nameOf(words.at(-1) ?? ""));
    for (const [index, word] of words.entries()) {
      if (/^(?:>|>>|-o|-O|--output|--out)$/.test(word)) made.add(nameOf(words[index + 1] ?? ""));
      else if (/^>>?[\w./-]/.test(word)) made.add(nameOf(word));
    }
    if (/^(?:curl|wget)$/.test(first)) for (const word of words) made.add(nameOf(word));
  }
  return made;
}

/** Comments of templates, Compose files, Dockerfiles and scripts that send the reader to a file. */
function* comments(inventory: Inventory, made: ReadonlySet<string>): Iterable<Found> {
  const files = [
    ...inventory.envFiles.map((file) => file.path),
    ...inventory.composeFiles.map((file) => file.path),
    ...inventory.buildFiles.map((file) => file.path),
    ...inventory.workflows.map((file) => file.path),
    ...inventory.paths.filter((one) => one.endsWith(".sh")),
  ];
  for (const file of new Set(files)) {
    const content = inventory.text(file) ?? "";
    for (const comment of content.matchAll(/(?:^|[ \t])#(?!!)([^\n]*)/gm)) {
      for (const word of (comment[1] ?? "").matchAll(
        /(?<![\w/.$@:-])(?:\.\/)?[\w.@-]+(?:\/[\w.@-]+)*\.(?:sh|ya?ml|md|example|sample)(?![\w/-])/g,
      )) {
        const fault = missing(word[0], folderOf(file), inventory, made);
        const offset = comment.index + comment[0].indexOf(comment[1] ?? "") + word.index;
        if (fault) yield { at: inventory.place(file, offset), ...fault };
      }
    }
  }
}
