import type { Found } from "../../finding.ts";
import type { CommandLine } from "../../inventory/commands/command-line.ts";
import { type ComposeCommand, composeCommandOf } from "../../inventory/compose/compose-command.ts";
import type { Stack } from "../../inventory/compose/stack.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { folderOf } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

const files = {
  "compose.yaml": "services:\n  web:\n    image: shop:1\n",
  "compose.dev.yaml": "services:\n  web:\n    command: npm run dev\n",
};

export const rp402 = defineRule({
  id: "RP402",
  why: "The command that everybody begins the day with starts something else than its heading says, or nothing at all.",
  bad: { ...files, "README.md": "## Development\n\n```sh\ndocker compose -f compose.dev.yaml up\n```\n" },
  good: {
    ...files,
    "README.md": "## Development\n\n```sh\ndocker compose -f compose.yaml -f compose.dev.yaml up\n```\n",
  },
  fix: "Give the command all files, env files and profiles that it needs",
  *check(inventory) {
    for (const line of inventory.commands) {
      if (line.origin !== "document" && line.origin !== "manifest") continue;
      const command = composeCommandOf(line, inventory.has);
      if (command?.verb !== "up" && command?.verb !== "start" && command?.verb !== "run") continue;
      const stack = stackOf(command, inventory);
      if (stack === undefined) continue;
      const fault = incomplete(stack, command) ?? absent(stack, command) ?? overlayLeft(stack, command, inventory);
      if (fault) yield { at: line.at, ...fault };
    }
  },
});

type Fault = Pick<Found, "message" | "evidence">;

function stackOf({ files: named, line }: ComposeCommand, { stacks }: Inventory): Stack | undefined {
  if (named === undefined) return undefined;
  if (named.length > 0) return stacks.find(({ files: own }) => own.join("\0") === named.join("\0"));
  const usual = stacks.filter(({ because }) => because === "default name");
  const folder = line.folder ?? folderOf(line.at.file);
  return usual.find(({ files: own }) => folderOf(own[0] ?? "") === folder);
}

/** An overlay without the file that it lies over. */
function incomplete({ project, files: own }: Stack, command: ComposeCommand): Fault | undefined {
  const open = Object.entries(project?.services ?? {}).filter(
    ([, { image, build, provider }]) => image === undefined && build === undefined && provider === undefined,
  );
  const [first] = open;
  if (first === undefined) return undefined;
  const evidence = own
    .slice(-1)
    .map((file) => ({ file, line: 1, column: 1, text: "lies over another file, which the command does not load" }));
  return {
    message: `\`${shown(command.line)}\` starts nothing: "${first[0]}" has neither image nor build in ${own.join(" and ")}`,
    evidence,
  };
}

/** A service that is needed, and that only a profile starts which the command does not switch on. */
function absent({ project, place }: Stack, { profiles, words, line }: ComposeCommand): Fault | undefined {
  if (profiles.some((name) => /[*$]/.test(name))) return undefined;
  const services = project?.services ?? {};
  const named = new Set(words.filter((word) => word in services));
  const isOn = (name: string): boolean => {
    const own = services[name]?.profiles ?? [];
    return own.length === 0 || named.has(name) || own.some((profile) => profiles.includes(profile));
  };
  for (const [name, { depends_on = {} }] of Object.entries(services)) {
    if (!isOn(name) || (named.size > 0 && !named.has(name))) continue;
    for (const [other, { required }] of Object.entries(depends_on)) {
      const target = services[other];
      if (target === undefined || required === false || isOn(other)) continue;
      const evidence = [
        { ...place(["services", other]), text: `only with the profile ${(target.profiles ?? []).join(" or ")}` },
      ];
      return {
        message: `\`${shown(line)}\` cannot start "${name}": it needs "${other}", whose profile is not switched on`,
        evidence,
      };
    }
  }
  return undefined;
}

/** Under a heading of development, the files of development are not loaded although they are there. */
function overlayLeft(
  { files: own, purpose }: Stack,
  { line, files: named }: ComposeCommand,
  inventory: Inventory,
): Fault | undefined {
  if (line.origin !== "document" || named?.length !== 0 || purpose !== "default") return undefined;
  const document = inventory.documents.find(({ path }) => path === line.at.file);
  const heading = document?.headings.filter(({ at }) => at.line <= line.at.line).at(-1);
  if (heading === undefined || !/\bdev(?:elopment)?\b/i.test(heading.text) || /\bprod/i.test(heading.text))
    return undefined;
  if (own.some((file) => /override/.test(file))) return undefined;
  const overlay = inventory.composeFiles.find(
    ({ path }) => folderOf(path) === folderOf(own[0] ?? "") && /[.-](?:dev|development|local)\.ya?ml$/.test(path),
  );
  if (overlay === undefined) return undefined;
  // Another command of the section may load it.
  const next = document?.headings.find(({ start }) => start > heading.start)?.start;
  const section = (inventory.text(line.at.file) ?? "").slice(heading.start, next);
  if (section.includes(overlay.path)) return undefined;
  const evidence = [{ file: overlay.path, line: 1, column: 1, text: "is not loaded" }];
  return {
    message: `"${heading.text}" starts without ${overlay.path}: \`${shown(line)}\` loads ${own.join(" and ")} only`,
    evidence,
  };
}

function shown({ words }: CommandLine): string {
  const text = words.join(" ");
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}
