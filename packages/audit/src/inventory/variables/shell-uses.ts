import { isTest } from "../paths.ts";
import { placesIn } from "../text-place.ts";
import type { VariableUse } from "./variable-use.ts";

/** True for a shell script by its name. */
export function isShellName(path: string): boolean {
  return /\.(?:sh|bash|zsh|ksh)$/.test(path) || /(?:^|\/)\.husky\/[\w-]+$/.test(path);
}

/** What the shell itself gives. */
const own =
  /^(?:BASH\w*|ZSH\w*|IFS|OLDPWD|PWD|HOME|PATH|USER|UID|EUID|GID|SHELL|RANDOM|SECONDS|LINENO|FUNCNAME|PIPESTATUS|OPTARG|OPTIND|REPLY|PPID|HOSTNAME|OSTYPE|TERM|COLUMNS|LINES|TMPDIR|LANG|LC_\w+|EDITOR|PS\d)$/;

/**
 * The variables in capitals that a script takes from its environment: `$NAME` and `${NAME…}` outside single quotes and comments,
 * of names that the script gives no value to before. Source: POSIX.1-2024, Shell Command Language, 2.2, 2.3 and 2.6.2.
 */
export function shellUses(path: string, text: string): readonly VariableUse[] {
  const place = placesIn(path, text);
  const assigned = assignedIn(text);
  const found: VariableUse[] = [];
  const inTest = isTest(path);
  for (const at of dollarsOf(text)) {
    const match = /^\$(?:([A-Z][A-Z0-9_]*)|\{([A-Z][A-Z0-9_]*)(?:(:?[-=?+])([^}$"'`\n]*)(\})?)?)/.exec(
      text.slice(at, at + 300),
    );
    const name = match?.[1] ?? match?.[2];
    if (name === undefined || own.test(name)) continue;
    const given = assigned.get(name);
    if (given !== undefined && given < at) continue;
    const operator = match?.[3] ?? "";
    const hasFallback = /[-=]$/.test(operator) && match?.[5] !== undefined;
    found.push({
      name,
      at: place(at),
      prefix: false,
      via: "shell",
      required: operator.endsWith("?"),
      inTest,
      ...(hasFallback ? { fallback: match?.[4] ?? "" } : {}),
    });
  }
  return found;
}

/** The first offset at which each name is given a value; a value that is its own default, `X=${X:-y}`, gives none. */
function assignedIn(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const assignment =
    /(?:^|[;&|(\s])(?:(?:export|local|readonly|declare|typeset)(?:[ \t]+-\w+)*[ \t]+)?([A-Z][A-Z0-9_]*)(?:\[[^\]\n]*\])?\+?=(["']?\$\{?([A-Z][A-Z0-9_]*))?/gm;
  for (const match of text.matchAll(assignment)) {
    const name = match[1] ?? "";
    if (match[3] !== name && !found.has(name)) found.set(name, match.index);
  }
  for (const match of text.matchAll(/\b(?:for|select|read|mapfile|getopts)[ \t]+([^\n;|]*)/g)) {
    for (const [name] of (match[1] ?? "").matchAll(/\b[A-Z][A-Z0-9_]*\b/g))
      if (!found.has(name)) found.set(name, match.index);
  }
  return found;
}

/** The offsets of the `$` that a shell would look at. */
function* dollarsOf(text: string): Iterable<number> {
  let inDouble = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "\\") at++;
    else if (sign === '"') inDouble = !inDouble;
    else if (sign === "'" && !inDouble) {
      const close = text.indexOf("'", at + 1);
      if (close === -1) return;
      at = close;
    } else if (sign === "#" && !inDouble && /^$|[\s;(]/.test(text[at - 1] ?? "")) {
      const end = text.indexOf("\n", at);
      if (end === -1) return;
      at = end;
    } else if (sign === "$") yield at;
  }
}
