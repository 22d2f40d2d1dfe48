/** A script of a package.json, or a target of a Makefile, that a command line runs. */
export interface ScriptAsked {
  readonly program: "npm" | "make";
  readonly name: string;
  /** As the command gives it: `--prefix web`, `-C web`. */
  readonly folder?: string;
  /** True when the script may be of another package of a workspace: `-w`, `--filter`. */
  readonly elsewhere: boolean;
  /** True when the word may also be a program of a package, or a file. */
  readonly orProgram: boolean;
}

const flagsWithValue = new Set(
  "--prefix -C --dir --cwd -w --workspace --filter -F --scope --loglevel -f --file -j --jobs --directory".split(" "),
);
const pnpmCommands = new Set(
  "add install i update up upgrade remove rm uninstall un link unlink import rebuild rb prune fetch audit list ls ll outdated why licenses test t start exec dlx create init publish pack store server deploy patch root bin env config get set setup dedupe approve-builds".split(
    " ",
  ),
);
const workspaceFlags = new Set("-w --workspace --workspaces -ws --filter -F -r --recursive --scope".split(" "));
const folderFlags = new Set("--prefix -C --dir --cwd --directory".split(" "));

/** Reads a command line of npm, pnpm, yarn, bun or make; undefined when it runs no script or target by its name. */
export function scriptAsked(words: readonly string[]): ScriptAsked | undefined {
  const program = words[0] ?? "";
  if (program === "make" || program === "gmake") return makeTarget(words);
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(program)) return undefined;
  const { plain, folder, elsewhere } = readWords(words.slice(1));
  const where = { elsewhere, ...(folder === undefined ? {} : { folder }) };
  const [verb, name] = plain;
  if (verb === "run" || verb === "run-script") {
    if (name === undefined) return undefined;
    // `bun run index.ts` runs a file, `bun run vite` and `yarn run vite` a program of a package.
    if (/[./]/.test(name) && program === "bun") return undefined;
    return { program: "npm", name, ...where, orProgram: program === "bun" || program === "yarn" };
  }
  if (verb === "test" || verb === "start") {
    return program === "bun" ? undefined : { program: "npm", name: verb, ...where, orProgram: false };
  }
  // `pnpm --filter web seed`: with a package named before it, the word is a script of that package.
  if (
    program === "pnpm" &&
    elsewhere &&
    verb !== undefined &&
    plain.length === 1 &&
    !pnpmCommands.has(verb) &&
    /^[a-z][\w-]*$/.test(verb)
  )
    return { program: "npm", name: verb, ...where, orProgram: false };
  if (program === "npm" || verb === undefined || !/^[a-z][\w-]*(?::[\w-]+)+$/.test(verb)) return undefined;
  // Names with a colon are scripts: no command of these programs has one.
  return { program: "npm", name: verb, ...where, orProgram: false };
}

function makeTarget(words: readonly string[]): ScriptAsked | undefined {
  const { plain, folder } = readWords(words.slice(1));
  const name = plain.find((word) => !word.includes("="));
  if (name === undefined || words.some((word) => word === "-f" || word.startsWith("--file"))) return undefined;
  return { program: "make", name, elsewhere: false, orProgram: false, ...(folder === undefined ? {} : { folder }) };
}

function readWords(words: readonly string[]): {
  readonly plain: readonly string[];
  readonly folder: string | undefined;
  readonly elsewhere: boolean;
} {
  const plain: string[] = [];
  let folder: string | undefined;
  let elsewhere = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") break;
    if (!word.startsWith("-")) {
      if (word === "workspace" && plain.length === 0) {
        elsewhere = true;
        at++;
      } else plain.push(word);
      continue;
    }
    const cut = word.indexOf("=");
    const flag = cut === -1 ? word : word.slice(0, cut);
    const value = cut !== -1 ? word.slice(cut + 1) : flagsWithValue.has(flag) ? words[++at] : undefined;
    if (workspaceFlags.has(flag)) elsewhere = true;
    if (folderFlags.has(flag)) folder = value;
    // Behind the script's name flags are its own.
    if (plain.length >= 2) break;
  }
  return { plain, folder, elsewhere };
}
