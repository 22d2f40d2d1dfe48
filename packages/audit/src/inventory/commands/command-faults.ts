import { nearest } from "@slipway/core";
import { composeCommandOf } from "../compose/compose-command.ts";
import type { Inventory } from "../inventory.ts";
import { folderOf, joinPath } from "../paths.ts";
import type { CommandLine } from "./command-line.ts";
import { scriptAsked } from "./script-asked.ts";

/** Something that a command names, and that is not there. */
export interface CommandFault {
  readonly kind: "script" | "target" | "compose file" | "service" | "profile";
  readonly name: string;
  /** Where it was looked for: a manifest, or Compose files. */
  readonly lookedIn: readonly string[];
  /** What is there, and was most likely meant. */
  readonly nearest?: string;
}

/** What a command runs of the repository's own and is not there: scripts of manifests, targets, Compose files, services, profiles. */
export function commandFaults(line: CommandLine, inventory: Inventory): readonly CommandFault[] {
  return [...scriptFaults(line, inventory), ...composeFaults(line, inventory)];
}

function fault(
  kind: CommandFault["kind"],
  name: string,
  known: Iterable<string>,
  lookedIn: readonly string[],
): CommandFault {
  const meant = nearest(name, known);
  return { kind, name, lookedIn, ...(meant === undefined ? {} : { nearest: meant }) };
}

function scriptFaults(line: CommandLine, { manifests, paths, has }: Inventory): readonly CommandFault[] {
  const asked = scriptAsked(line.words);
  if (asked === undefined || /[$`<>{}*\\]/.test(asked.name)) return [];
  const kind = asked.program === "make" ? "make" : "npm";
  const own = manifests.filter((manifest) => manifest.kind === kind);
  if (own.length === 0) {
    // A Makefile that a build writes is in no repository.
    const isMade = paths.some((path) =>
      /(?:^|\/)(?:CMakeLists\.txt|configure(?:\.ac)?|meson\.build|Makefile\.\w+|[^/]+\.mk)$/.test(path),
    );
    return kind === "make" && !isMade && (line.folder === "" || line.origin === "document")
      ? [fault("target", asked.name, [], [])]
      : [];
  }
  const base = line.folder ?? folderOf(line.at.file);
  const folder = asked.folder === undefined ? base : joinPath(base, asked.folder);
  // In a workspace, or where the folder cannot be told, any manifest may be meant.
  const known = line.folder !== undefined && folder !== undefined && (folder === "" || has(folder));
  const near = known && !asked.elsewhere ? nearestManifest(folder, own) : undefined;
  // The documents of a package speak of it, but often are meant to be typed in the root.
  const meant = near && line.origin !== "document" ? [near] : own;
  if (meant.some(({ targets, complete }) => !complete || targets.has(asked.name))) return [];
  // bun and yarn also run files and programs of packages under this name.
  if (
    asked.orProgram &&
    nearest(
      asked.name,
      meant.flatMap(({ targets }) => [...targets.keys()]),
    ) === undefined
  )
    return [];
  const names = meant.flatMap(({ targets }) => [...targets.keys()]);
  const looked = near ? [near.path] : meant.map(({ path }) => path).slice(0, 3);
  return [fault(kind === "make" ? "target" : "script", asked.name, names, looked)];
}

/** The manifest of the folder, or of the nearest one above it. */
function nearestManifest(
  folder: string,
  manifests: Inventory["manifests"],
): Inventory["manifests"][number] | undefined {
  for (let here = folder; ; here = folderOf(here)) {
    const found = manifests.find((manifest) => manifest.folder === here);
    if (found || here === "") return found;
  }
}

/** Verbs whose plain words are services; of `run` and `exec` only the first one is. */
const serviceVerbs = new Set(
  "up start stop restart build pull push logs ps rm kill create pause unpause top images events watch".split(" "),
);
const oneService = new Set(["run", "exec"]);

function composeFaults(line: CommandLine, inventory: Inventory): readonly CommandFault[] {
  const command = composeCommandOf(line, inventory.has);
  if (command === undefined) return [];
  const missing = command.written.flatMap((written, index) => {
    const path = command.files?.[index];
    if (path === undefined || written.includes("://") || inventory.has(path) || inventory.repository.ignores(path))
      return [];
    // A document also tells of other projects: of those whose files would lie where this one has none of the kind.
    const ours = inventory.composeFiles.some((file) => folderOf(file.path) === folderOf(path));
    if (line.origin === "document" && !ours) return [];
    return fault(
      "compose file",
      written,
      inventory.composeFiles.map((file) => file.path),
      [],
    );
  });
  if (missing.length > 0 || command.files === undefined) return missing;
  const stacks = command.files.length === 0 ? defaultStacks(line, inventory) : stacksOf(command.files, inventory);
  if (stacks.length === 0 || stacks.some(({ project }) => project === undefined)) return [];
  const services = new Set(stacks.flatMap(({ project }) => Object.keys(project?.services ?? {})));
  const profiles = new Set(
    stacks.flatMap(({ project }) => Object.values(project?.services ?? {}).flatMap(({ profiles: own = [] }) => own)),
  );
  const files = [...new Set(stacks.flatMap((stack) => stack.files))];
  const faults: CommandFault[] = [];
  for (const name of command.profiles) {
    if (/^[\w.-]+$/.test(name) && !profiles.has(name)) faults.push(fault("profile", name, profiles, files));
  }
  for (const name of namedServices(command.verb ?? "", command.words)) {
    if (!services.has(name)) faults.push(fault("service", name, services, files));
  }
  return faults;
}

function stacksOf(files: readonly string[], { stacks }: Inventory): Inventory["stacks"] {
  return stacks.filter((stack) => stack.files.join("\0") === files.join("\0"));
}

/** Without -f: the stack of the folder that the command is typed in, of the folder of its file, or of the root. */
function defaultStacks({ folder, at }: CommandLine, { stacks }: Inventory): Inventory["stacks"] {
  const usual = stacks.filter(({ because }) => because === "default name");
  const of = (wanted: string | undefined): Inventory["stacks"] =>
    usual.filter(({ files }) => folderOf(files[0] ?? "") === wanted);
  return [of(folder), of(folderOf(at.file)), of("")].find((found) => found.length > 0) ?? [];
}

const optionsWithValue = new Set(
  "-t --timeout --scale --exit-code-from --attach --no-attach --pull --wait-timeout -n --tail --since --until --index -u --user -e --env -w --workdir --name --entrypoint -v --volume -p --publish -l --label --build-arg -m --memory --ssh --builder --progress -s --signal --filter --format --status --cap-add --cap-drop --policy".split(
    " ",
  ),
);

function namedServices(verb: string, words: readonly string[]): readonly string[] {
  if (!serviceVerbs.has(verb) && !oneService.has(verb)) return [];
  const names: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (optionsWithValue.has(word)) at++;
    else if (!word.startsWith("-")) {
      // A placeholder, a redirection or prose behind the command: nothing more can be told.
      if (!/^[a-z0-9][\w.-]*$/.test(word)) break;
      names.push(word);
      if (oneService.has(verb)) break;
    }
  }
  return names;
}
