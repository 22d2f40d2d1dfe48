import { type Node, nodeAt } from "@slipway/core";
import type { CommandLine } from "../commands/command-line.ts";
import { folderOf, nameOf } from "../paths.ts";
import { composeCommandOf } from "./compose-command.ts";
import type { ComposeFile } from "./compose-file.ts";
import type { Purpose, StackFiles } from "./stack.ts";

/** More stacks than a person has; what a repository made to do harm names beyond is not looked at. */
const most = 200;

const defaults = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
const overrides = defaults.map((name) => name.replace(/(\.ya?ml)$/, ".override$1"));

/** What tells which files belong together. */
export interface StackHints {
  readonly commands: readonly CommandLine[];
  has(path: string): boolean;
  /** By purpose, as slipway.audit.yaml has them. */
  readonly profiles: Readonly<Record<string, readonly string[]>>;
}

/**
 * The sets of Compose files that are used together: those that slipway.audit.yaml or a command names, the default ones of each folder with their
 * override, and of what is left each file alone or, when it leaves images open that a base file beside it has, on top of that.
 */
export function findStacks(
  files: readonly ComposeFile[],
  { commands, has, profiles }: StackHints,
): readonly StackFiles[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const stacks = new Map<string, StackFiles>();
  const add = (stack: StackFiles): void => {
    const key = stack.files.join("\0");
    if (stacks.size < most && !stacks.has(key)) stacks.set(key, stack);
  };
  for (const [purpose, named] of Object.entries(profiles)) {
    if (named.every((path) => byPath.has(path)))
      add({ files: named, because: "configuration", purpose: purpose as Purpose, envFiles: [] });
  }
  const folders = new Set(files.map(({ path }) => folderOf(path)));
  for (const folder of folders) {
    const paths = [defaults, overrides].flatMap(
      (names) =>
        names.map((name) => (folder === "" ? name : `${folder}/${name}`)).find((path) => byPath.has(path)) ?? [],
    );
    const first = paths[0];
    if (first !== undefined && defaults.includes(nameOf(first)))
      add({ files: paths, because: "default name", envFiles: [] });
  }
  for (const line of commands) {
    const command = composeCommandOf(line, has);
    if (!command?.files?.length || !command.files.every((path) => byPath.has(path))) continue;
    const { files: named, envFiles } = command;
    add({ files: named, because: "command", command: line.at, envFiles });
  }
  const whole = [...stacks.values()];
  // An overlay that somebody starts alone still belongs to its base.
  const used = new Set(
    whole.flatMap(({ files: own }) => {
      const only = own.length === 1 ? byPath.get(own[0] ?? "") : undefined;
      return only && baseOf(only, byPath) ? [] : own;
    }),
  );
  const part = new Set(files.flatMap(({ uses }) => uses));
  for (const file of files) {
    if (used.has(file.path) || part.has(file.path)) continue;
    const base = baseOf(file, byPath);
    if (base) add({ files: [base.path, file.path], because: "name", envFiles: [] });
    else add({ files: [file.path], because: "alone", envFiles: [] });
  }
  return [...stacks.values()];
}

/** The base file that an overlay needs: one beside it, or above it, that gives services of the same name an image. */
function baseOf(file: ComposeFile, byPath: ReadonlyMap<string, ComposeFile>): ComposeFile | undefined {
  const open = openServices(file);
  if (open.length === 0) return undefined;
  const folder = folderOf(file.path);
  const folders = folder === "" ? [""] : [folder, folderOf(folder), ""];
  const names = [...defaults, ...defaults.map((name) => name.replace(/(\.ya?ml)$/, ".base$1"))];
  return folders
    .flatMap((where) => names.map((name) => byPath.get(where === "" ? name : `${where}/${name}`)))
    .find(
      (base) => base?.root && base !== file && open.some((name) => base.root && nodeAt(base.root, ["services", name])),
    );
}

/** The services of a file that have neither image nor build, so that another file must give it, and those that it only depends on. */
function openServices({ root }: ComposeFile): readonly string[] {
  const services = root && nodeAt(root, ["services"]);
  if (services?.kind !== "mapping") return [];
  const missing = [...services.entries.values()]
    .flatMap(({ value }) => dependenciesOf(value))
    .filter((name) => !services.entries.has(name));
  const open = [...services.entries].flatMap(([name, { value }]) =>
    value.kind === "mapping" && ["image", "build", "extends", "provider"].some((key) => value.entries.has(key))
      ? []
      : [name],
  );
  return [...open, ...missing];
}

function dependenciesOf(service: Node): readonly string[] {
  const node = nodeAt(service, ["depends_on"]);
  if (node?.kind === "mapping") return [...node.entries.keys()];
  return node?.kind === "sequence"
    ? node.items.flatMap((item) => (item.kind === "scalar" ? String(item.value) : []))
    : [];
}
