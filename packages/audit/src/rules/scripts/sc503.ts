import type { Inventory } from "../../inventory/inventory.ts";
import type { Manifest } from "../../inventory/manifests.ts";
import { defineRule } from "../rule.ts";
import { composeFault } from "./compose-faults.ts";
import { withNested } from "./nested-commands.ts";
import { goneCommands, packagesOf } from "./tools.ts";

const manifest = (scripts: string, packages: string): string =>
  `{ "scripts": { ${scripts} }, "devDependencies": { ${packages} } }\n`;

export const sc503 = defineRule({
  id: "SC503",
  why: 'The script ends with "not found" or "unknown command", or works only where somebody installed the tool by hand.',
  bad: {
    "package.json": manifest('"test": "vitest run", "db": "drizzle-kit generate:pg"', '"drizzle-kit": "^0.31.0"'),
  },
  good: {
    "package.json": manifest(
      '"test": "vitest run", "db": "drizzle-kit generate"',
      '"drizzle-kit": "^0.31.0", "vitest": "^4.0.0"',
    ),
  },
  fix: "Declare the package that brings the tool, or call one that is declared",
  *check(inventory) {
    const { manifests } = inventory;
    const npm = manifests.filter(({ kind }) => kind === "npm");
    for (const line of inventory.commands.flatMap(withNested)) {
      if (line.origin === "document") continue;
      const isRun = /^(?:npx|bunx|yarn|pnpm)$/.test(line.words[0] ?? "");
      const words = isRun ? line.words.slice(line.words[1] === "exec" || line.words[1] === "dlx" ? 2 : 1) : line.words;
      const command = words.join(" ");
      const program = words[0] ?? "";
      const near = manifestsAbove(line.folder ?? "", npm);
      const declared = new Set(near.flatMap(({ dependencies }) => dependencies));
      if (line.origin === "manifest" && line.at.file.endsWith("package.json") && !isRun) {
        const bringing = packagesOf(program);
        if (
          bringing &&
          !bringing.some((name) => declared.has(name)) &&
          !isOwn(program, near) &&
          !brings(program, inventory)
        ) {
          yield {
            at: line.at,
            message: `${program} is run here, and no package that brings it is declared`,
            fix: `Add ${bringing[0]} to devDependencies`,
          };
          continue;
        }
      }
      const fault = composeFault(line, inventory);
      if (fault) yield { at: line.at, message: fault, fix: "See docker compose --help for what it has" };
      for (const gone of goneCommands) {
        if (!gone.words.test(command)) continue;
        const version = near.flatMap(({ path }) => versionOf(gone.package, path, inventory) ?? [])[0];
        if (version === undefined || !isAtLeast(version, gone.since)) continue;
        const typed = command.length > 60 ? `${command.slice(0, 59)}…` : command;
        yield {
          at: line.at,
          message: `${gone.package} ${version} does not know \`${typed}\``,
          fix: `Use ${gone.instead}`,
        };
        break;
      }
    }
  },
});

/** The manifests whose packages a script of a folder finds: its own, and those of the folders above. */
function manifestsAbove(folder: string, manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests
    .filter((one) => one.folder === "" || folder === one.folder || folder.startsWith(`${one.folder}/`))
    .toSorted((a, b) => b.folder.length - a.folder.length);
}

/** True when a script or the package itself has the name of the program. */
function isOwn(program: string, near: readonly Manifest[]): boolean {
  return near.some(({ targets, complete }) => !complete || targets.has(program));
}

/** True when a lock file says that some package brings the program: react-scripts brings jest. */
function brings(program: string, { paths, text }: Inventory): boolean {
  const lock = paths.find((path) => /(?:^|\/)package-lock\.json$/.test(path));
  return lock !== undefined && new RegExp(`"bin": \\{[^}]*"${program}":`).test(text(lock) ?? "");
}

/** The version that a manifest asks for, without its sign. */
function versionOf(name: string, manifest: string, { text }: Inventory): string | undefined {
  const escaped = name.replace(/[/.]/g, "\\$&");
  return new RegExp(`"${escaped}"\\s*:\\s*"[~^>=v\\s]*(\\d+(?:\\.\\d+)*)`).exec(text(manifest) ?? "")?.[1];
}

function isAtLeast(version: string, since: string): boolean {
  const [a, b] = [version, since].map((one) => one.split(".").map(Number));
  for (const [index, number] of (b ?? []).entries()) {
    const own = a?.[index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}
