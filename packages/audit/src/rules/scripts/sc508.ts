import type { CommandLine } from "../../inventory/commands/command-line.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isTest } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";
import { withNested } from "./nested-commands.ts";

export const sc508 = defineRule({
  id: "SC508",
  why: "Run in the wrong place, or with a variable that is empty, it destroys more than it was made for.",
  bad: { "scripts/clean.sh": "#!/bin/sh\nrm -rf $BUILD_DIR/*\ndocker volume prune -f\n" },
  good: { "scripts/clean.sh": '#!/bin/sh\nrm -rf "${BUILD_DIR:?}"/*\nrm -rf dist\ndocker compose down\n' },
  fix: "Narrow it to what is the project's own, or ask before",
  *check(inventory) {
    for (const line of inventory.commands.flatMap(withNested)) {
      if (line.origin === "document" || isTest(line.at.file)) continue;
      const danger = dangerOf(line, inventory);
      if (danger) yield { at: line.at, ...danger };
    }
  },
});

interface Danger {
  readonly message: string;
  readonly fix: string;
}

function dangerOf(line: CommandLine, inventory: Inventory): Danger | undefined {
  const { words } = line;
  const text = words.join(" ");
  const forTests = /(?:^|[^a-z])(?:tests?|e2e|ci|integration)(?:[^a-z]|$)/i.test(`${line.at.file} ${text}`);
  if (
    /^docker (?:system|volume) prune\b/.test(text) &&
    (/\s(?:-\w*f\w*|--force)\b/.test(text) || /--volumes\b/.test(text)) &&
    line.origin !== "workflow"
  )
    return {
      message: `\`${text}\` removes what every project on the machine left, without a question`,
      fix: "Remove the project's own volumes: docker compose down -v",
    };
  if (
    /^docker (?:rm|rmi|stop|kill|volume rm)\b/.test(text) &&
    /\$\(docker (?:ps|images|volume ls)\s+-\w*q\w*\s*\)|\$\(docker (?:ps|images|volume ls)(?: -\w+)*\)/.test(text)
  )
    return {
      message: `\`${text}\` takes every container, image or volume of the machine`,
      fix: "Name those of the project: docker compose down",
    };
  if (words[0] === "rm" && words.some((word) => /^-\w*r/i.test(word))) {
    const target = words.slice(1).find((word) => isUnguarded(word, line, inventory));
    if (target !== undefined)
      return {
        message: `rm -r ${target} removes from the root of the disk when the variable is empty`,
        fix: `Write \${NAME:?}, so that it stops when the variable is empty`,
      };
    const root = words
      .slice(1)
      .find((word) =>
        /^(?:\/|~|\/\*|~\/\*|\$HOME\/?\*?|\/(?:etc|usr|var|home|opt|srv|var\/lib(?:\/docker)?)\/?\*?)$/.test(word),
      );
    if (root !== undefined && line.origin !== "workflow")
      return { message: `rm -r ${root} removes more than the project's own`, fix: "Name a folder of the project" };
  }
  if (forTests) return undefined;
  const drop =
    /\b(?:dropdb|DROP\s+DATABASE(?:\s+IF\s+EXISTS)?|DROP\s+SCHEMA\s+(?:IF\s+EXISTS\s+)?public|FLUSHALL|db\.dropDatabase)\b/i.exec(
      text,
    );
  if (drop && !/^(?:echo|printf|grep)\b/.test(text))
    return {
      message: `\`${drop[0]}\` destroys a database that is not one of tests`,
      fix: "Ask before, and refuse where the address is not one of this machine",
    };
  if (/^prisma migrate reset\b.*--force\b|^(?:npx |pnpm |yarn )prisma migrate reset\b.*--force\b/.test(text))
    return { message: `\`${text}\` destroys the database without a question`, fix: "Leave --force out" };
  if (isLive(line) && /\bcompose\b.*\bdown\b.*\s(?:-v|--volumes)\b/.test(text))
    return {
      message: `\`${text}\` removes the volumes with their data, and stands in a script for production`,
      fix: "Leave -v out",
    };
  return undefined;
}

function isLive({ at, words }: CommandLine): boolean {
  return /(?:^|[^a-z])(?:prod|production|deploy|release|live|staging)(?:[^a-z]|$)/i.test(
    `${at.file} ${words.join(" ")}`,
  );
}

/** `$DIR/…`, `$DIR` or `/$DIR`, where the variable may be empty: no default, no check, no value in the file. */
function isUnguarded(word: string, line: CommandLine, { text }: Inventory): boolean {
  const name = /^\/?\$\{?([A-Za-z_]\w*)\}?(?:\/\*?|\/\.\*)?$/.exec(word)?.[1];
  if (name === undefined || /^(?:HOME|TMPDIR|RUNNER_TEMP)$/.test(name)) return false;
  if (!/\/\*?$|^\//.test(word)) return false;
  const script = line.origin === "script" ? (text(line.at.file) ?? "") : "";
  // That stops at a variable that is not set, and not at one that is empty.
  if (!word.endsWith("*") && /^\s*set\s+-\w*u|set\s+-o\s+nounset/m.test(script)) return false;
  return !new RegExp(
    `(?:^|[\\s;])(?:local\\s+|export\\s+|readonly\\s+)?${name}=["']?[^\\s"'$]|\\$\\{${name}:[?-]|${name}=\\$\\((?:mktemp|cd|dirname|pwd)|-[zn]\\s+["']?\\$\\{?${name}`,
    "m",
  ).test(script);
}
