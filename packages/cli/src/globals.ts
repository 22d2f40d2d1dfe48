import { choice, flag, integer, type OptionValues, text, texts } from "./option.ts";

/** The options that every command takes, before or after its name. */
export const globalOptions = {
  file: texts("FILE", "Compose file; repeat to merge several, - is standard input", { short: "f", completes: "files" }),
  projectName: text("NAME", "Name of the project", { short: "p" }),
  profile: texts("NAME", "Turn on a profile; * is all of them", { completes: "profiles" }),
  envFile: texts("FILE", "File with variables for interpolation, instead of .env", { completes: "files" }),
  projectDirectory: text("DIR", "Directory that relative paths start from", { completes: "directories" }),
  allowRemote: flag("Fetch Compose files that are named by git URL or oci://…"),
  progress: choice(["auto", "tty", "plain", "json", "quiet"], "How progress is shown"),
  ansi: choice(["auto", "always", "never"], "When colours and cursor movements are used"),
  dryRun: flag("Show what would be done, and change nothing"),
  takeOver: flag("Take over a project whose name another directory owns"),
  compatibility: flag("Name containers with _ as docker-compose 1 did"),
  parallel: integer("N", "Work on at most N things at once; -1 is no limit", { least: -1 }),
  host: text("ADDRESS", "Address of the engine: unix:///…, tcp://…"),
  context: text("NAME", "Docker context that names the engine"),
  verbose: flag("Show more", { hidden: true }),
} as const;

export type Globals = OptionValues<typeof globalOptions>;
