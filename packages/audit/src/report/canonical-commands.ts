import type { Service } from "@slipway/compose";
import type { Inventory } from "../inventory/inventory.ts";
import type { Manifest } from "../inventory/manifests.ts";
import type { Applier } from "../inventory/migrations/find-appliers.ts";
import { isTest, nameOf } from "../inventory/paths.ts";
import { composeCommand } from "./compose-command.ts";
import { scriptCommand } from "./script-command.ts";

/** A way in which the migrations of a repository are applied. */
export interface CanonicalCommand {
  /** What is typed; or, where nobody types anything, what applies them. */
  readonly command: string;
  /** `file:line` of what says so. */
  readonly at: string;
  /** True when it happens by itself: a program or a container does it when it starts. */
  readonly automatic: boolean;
}

/** How migrations are applied, by where; empty where nothing tells. */
export interface CanonicalCommands {
  readonly local: readonly CanonicalCommand[];
  readonly ci: readonly CanonicalCommand[];
  readonly production: readonly CanonicalCommand[];
}

/** The commands that apply the migrations: the best two for each of the places where it is done. */
export function canonicalCommands(inventory: Inventory): CanonicalCommands {
  const of = (where: Applier["where"]): readonly Applier[] =>
    inventory.appliers.filter((one) => one.where === where && !isTest(one.at.file));
  const targets = targetCommands(of("manifest"), inventory);
  const scripts = of("script").map(scriptFile);
  const services = serviceCommands(of("compose"));
  // A word that only speaks of migrating is no proof that the program does it.
  const starts = of("code")
    .filter(({ text }) => /[(!]|migrate(?:ToLatest|Async)|migrationsRun|(?:run|apply)_?migrations?/i.test(text))
    .map(({ at }) => ({ command: `the program, when it starts (${at.file})`, at, automatic: true }))
    .slice(0, 1);
  const images = of("image").map(({ at }) => ({ command: `the image of ${at.file}`, at, automatic: true }));
  const forProduction = ({ words }: Ranked): boolean => /prod|deploy|release|live/i.test(words);
  const forTests = ({ words }: Ranked): boolean => /test|e2e|(?:^|[^a-z])ci(?:[^a-z]|$)|reset/i.test(words);
  const people = [...targets, ...scripts];
  const local = people.filter((one) => !forProduction(one) && !forTests(one));
  return {
    local: best([...local, ...services.local, ...(local.length === 0 ? people.filter(forProduction) : []), ...starts]),
    ci: best([
      ...of("workflow").map(({ at, text }) => ({ command: text, at, automatic: false })),
      ...targets.filter(forTests),
      ...services.test,
    ]),
    production: best([...people.filter(forProduction), ...images, ...services.production, ...starts]),
  };
}

type Placed = Omit<CanonicalCommand, "at"> & Pick<Applier, "at">;
/** `words`: what the names around it say of its purpose. */
type Ranked = Placed & { readonly words: string };

function targetCommands(appliers: readonly Applier[], { manifests, has }: Inventory): readonly Ranked[] {
  const found = appliers.flatMap(({ at }) =>
    manifests.flatMap((manifest): readonly Ranked[] => {
      const name = manifest.path === at.file ? targetAt(manifest, at) : undefined;
      return name === undefined
        ? []
        : [{ command: scriptCommand(manifest, name, { has }), at, automatic: false, words: name }];
    }),
  );
  // A script named after migrating is what people call; others only do it on the way.
  return found.toSorted((a, b) => Number(/migrat/i.test(b.words)) - Number(/migrat/i.test(a.words)));
}

/** The target that a place is in: the last one that begins before it. */
function targetAt({ targets }: Manifest, { line, column }: Applier["at"]): string | undefined {
  let found: readonly [name: string, at: Applier["at"]] | undefined;
  for (const [name, { at }] of targets) {
    const isBefore = at.line < line || (at.line === line && at.column <= column);
    const isLater = !found || at.line > found[1].line || (at.line === found[1].line && at.column > found[1].column);
    if (isBefore && isLater) found = [name, at];
  }
  return found?.[0];
}

function scriptFile({ at }: Applier): Ranked {
  return { command: `sh ${at.file}`, at, automatic: false, words: nameOf(at.file) };
}

/** What the containers of stacks apply. A service that ends is run; one that stays does it when it starts. */
function serviceCommands(
  appliers: readonly Applier[],
): Readonly<Record<"local" | "test" | "production", readonly Placed[]>> {
  const found = { local: [] as Placed[], test: [] as Placed[], production: [] as Placed[] };
  for (const { at, service: own } of appliers) {
    const service = own?.stack.project?.services[own.name];
    if (own === undefined || service === undefined) continue;
    const { stack, name } = own;
    const stays =
      (service.ports?.length ?? 0) > 0 || /^(?:always|unless-stopped)/.test(service.restart ?? "") || isData(service);
    const where = stack.purpose === "test" ? "test" : /^(?:prod|stag)/.test(stack.purpose) ? "production" : "local";
    found[where].push({
      command: `${composeCommand(stack)} ${stays ? "up -d" : "run --rm"} ${name}`,
      at,
      automatic: stays,
    });
  }
  return found;
}

/** A database runs what is mounted for its first start. */
function isData({ volumes = [] }: Service): boolean {
  return volumes.some(({ target }) => target?.startsWith("/docker-entrypoint-initdb.d"));
}

function best(commands: readonly Placed[]): readonly CanonicalCommand[] {
  const unique = new Map<string, CanonicalCommand>();
  for (const { command, at, automatic } of commands)
    if (!unique.has(command)) unique.set(command, { command, at: `${at.file}:${at.line}`, automatic });
  return [...unique.values()].slice(0, 2);
}
