import { type Node, nodeAt } from "@slipway/core";
import type { Place } from "../../finding.ts";
import type { Document } from "../documents/read-document.ts";
import type { Manifest } from "../manifests.ts";
import { folderOf, joinPath, nameOf } from "../paths.ts";
import { placesIn } from "../text-place.ts";
import type { Workflow } from "../workflows.ts";
import type { CommandLine } from "./command-line.ts";
import { commandsIn } from "./in-folder.ts";

/** The parts of an inventory that hold commands. */
export interface CommandHolders {
  readonly paths: readonly string[];
  text(path: string): string | undefined;
  readonly manifests: readonly Manifest[];
  readonly workflows: readonly Workflow[];
  readonly documents: readonly Document[];
}

/** Every command that is written down in a repository. */
export function commandsOf({ paths, text, manifests, workflows, documents }: CommandHolders): readonly CommandLine[] {
  const scripts = paths.flatMap((path) => {
    if (!/\.(?:sh|bash|zsh)$/.test(path) && nameOf(path).includes(".")) return [];
    const content = text(path) ?? "";
    return isShell(path, content) ? scriptCommands(path, content) : [];
  });
  return [
    ...scripts,
    ...paths
      .filter((path) => /^Procfile(?:\.\w+)?$/.test(nameOf(path)))
      .flatMap((path) => processes(path, text(path) ?? "")),
    ...manifests.flatMap(manifestCommands),
    ...workflows.flatMap((workflow) => workflowCommands(workflow, text(workflow.path) ?? "")),
    ...documents.flatMap(documentCommands),
  ];
}

/** True for a shell script, by its name or its first line. */
export function isShell(path: string, text: string): boolean {
  return /\.(?:sh|bash|zsh)$/.test(path) || (!nameOf(path).includes(".") && /^#!.*\b(?:ba|z|da|k)?sh\b/.test(text));
}

/** The commands of a Procfile: `web: node server.js`. */
function processes(path: string, text: string): readonly CommandLine[] {
  const place = placesIn(path, text);
  const plain = text.replace(/^[\w-]+:/gm, (name) => " ".repeat(name.length));
  return commandsIn({ text: plain, origin: "manifest", folder: folderOf(path), place });
}

/** The commands of a script. Where it is run is not known: scripts often change to the folder of the repository first. */
function scriptCommands(path: string, text: string): readonly CommandLine[] {
  return commandsIn({ text, origin: "script", folder: undefined, place: placesIn(path, text) });
}

function manifestCommands({ folder, targets }: Manifest): readonly CommandLine[] {
  return [...targets.values()].flatMap(({ command, at, place = () => at }) =>
    commandsIn({ text: command, origin: "manifest", folder, place }),
  );
}

/** The commands under `run:` of a workflow. Its steps start in the root, or in `working-directory`. */
function workflowCommands({ path, kind, root }: Workflow, text: string): readonly CommandLine[] {
  if (kind !== "actions") return scriptLists(root, placesIn(path, text));
  const jobs = nodeAt(root, ["jobs"]);
  if (jobs?.kind !== "mapping") return [];
  const place = placesIn(path, text);
  return [...jobs.entries.values()].flatMap(({ value: job }) => {
    const steps = nodeAt(job, ["steps"]);
    if (steps?.kind !== "sequence") return [];
    const usual =
      textAt(job, ["defaults", "run", "working-directory"]) ?? textAt(root, ["defaults", "run", "working-directory"]);
    return steps.items.flatMap((step) => {
      const run = nodeAt(step, ["run"]);
      if (run?.kind !== "scalar" || typeof run.value !== "string") return [];
      const stated = textAt(step, ["working-directory"]) ?? usual ?? "";
      const folder = stated.includes("$") ? undefined : joinPath("", stated);
      // A checkout into a folder of its own moves everything.
      return commandsIn({ text: run.value, origin: "workflow", folder, place: () => place(run.origin.start) });
    });
  });
}

/** The commands under `script`, `before_script`, `run` and `command` of other CIs, wherever they stand. */
function scriptLists(node: Node, place: (offset: number) => Place): readonly CommandLine[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "sequence") return node.items.flatMap((item) => scriptLists(item, place));
  return [...node.entries].flatMap(([key, { value }]) => {
    if (!/^(?:script|before_script|after_script|run|command|commands)$/.test(key)) return scriptLists(value, place);
    const items = value.kind === "sequence" ? value.items : [value];
    return items.flatMap((item) =>
      item.kind === "scalar" && typeof item.value === "string"
        ? commandsIn({ text: item.value, origin: "workflow", folder: "", place: () => place(item.origin.start) })
        : scriptLists(item, place),
    );
  });
}

function textAt(node: Node, path: readonly string[]): string | undefined {
  const found = nodeAt(node, path);
  return found?.kind === "scalar" && typeof found.value === "string" ? found.value : undefined;
}

const shellLanguages = new Set(["sh", "bash", "shell", "zsh", "console", "terminal", "shell-session", "shellscript"]);
const commandStart = /^(?:docker|docker-compose|podman|npm|pnpm|yarn|bun|make|just|slipway|cp)\s/;

/** The commands of a document: lines of shell fences, lines with a prompt in others, and code within lines that begins like a command. */
function documentCommands(document: Document): readonly CommandLine[] {
  const folder = folderOf(document.path);
  return document.code.flatMap(({ text, language, start }) => {
    const inLine = language === undefined;
    const shell = language !== undefined && shellLanguages.has(language);
    if (inLine && !commandStart.test(text)) return [];
    if (!inLine && !shell && !(language === "" && /^\s*(?:\$ |docker|npm |pnpm |yarn |make |cp )/m.test(text)))
      return [];
    // With prompts, only what stands behind one is typed; the rest is what was printed. Blanks keep the offsets.
    const prompts = /^[ \t>]*[$%] /m.test(text);
    const typed = text.replace(
      /^([ \t>]*)([$%] )?(.*)$/gm,
      (line, indent: string, prompt: string | undefined, rest: string) => {
        if (prompts && prompt === undefined && !commandStart.test(rest)) return " ".repeat(line.length);
        if (!shell && !inLine && !prompts && !commandStart.test(rest)) return " ".repeat(line.length);
        return `${" ".repeat(indent.length + (prompt?.length ?? 0))}${rest}`;
      },
    );
    return commandsIn({ text: typed, origin: "document", folder, place: (offset) => document.place(start + offset) });
  });
}
