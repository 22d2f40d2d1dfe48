import { namesOfPackages } from "../knowledge/variable-families.ts";
import { lazy } from "../lazy.ts";
import { openFacts } from "../repository/cache/facts.ts";
import { foldersOf, type Repository, repositoryFiles } from "../repository/repository.ts";
import type { AuditFile } from "../schema/audit-file.ts";
import { findBuilds } from "./build/find-builds.ts";
import { isBuildFileName, readBuildFile } from "./build/read-build-file.ts";
import { commandsOf } from "./commands/find-commands.ts";
import { findStacks } from "./compose/find-stacks.ts";
import { loadStack } from "./compose/load-stack.ts";
import { isComposeName, looksLikeCompose, readComposeFile } from "./compose/read-compose-file.ts";
import type { Stack } from "./compose/stack.ts";
import { databaseParts } from "./database-parts.ts";
import { isDocumentName, readDocument } from "./documents/read-document.ts";
import type { Inventory } from "./inventory.ts";
import { isManifestName, readManifest } from "./manifests.ts";
import { folderOf, isFixture, nameOf } from "./paths.ts";
import { findReferences } from "./references/find-references.ts";
import { placesIn } from "./text-place.ts";
import { codeUses, isCode } from "./variables/code-uses.ts";
import { isEnvFileName, readEnvFile, templateFor, withoutFaults } from "./variables/env-files.ts";
import { namesIn } from "./variables/names-in.ts";
import { indexVariables } from "./variables/variable-index.ts";
import { readWorkflow, workflowKind } from "./workflows.ts";

/**
 * The inventory of a repository: parts are made when they are first asked for, except the stacks, which are loaded at once.
 * `applySql`: whether migrations are applied to embedded databases.
 */
export async function openInventory(
  repository: Repository,
  { profiles = {}, registry }: AuditFile,
  applySql = true,
): Promise<Inventory> {
  const { root, paths } = repository;
  const folders = foldersOf(paths);
  const files = new Set(paths);
  const own = paths.filter((path) => !isFixture(path));
  const texts = new Map<string, string | undefined>();
  const text = (path: string): string | undefined => {
    if (!files.has(path)) return undefined;
    if (!texts.has(path)) texts.set(path, repository.read(path));
    return texts.get(path);
  };
  const facts = openFacts(repository.cache, repository.hash);
  const learn: Inventory["learn"] = (question, path, make) => facts.of(question, path, () => make(text(path) ?? ""));
  const lines = new Map<string, ReturnType<typeof placesIn>>();
  const place: Inventory["place"] = (path, offset) => {
    const known = lines.get(path) ?? placesIn(path, text(path) ?? "");
    lines.set(path, known);
    return known(offset);
  };
  const relative: Inventory["relative"] = ({ file, line, column }) => {
    const path = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
    return { file: path, line, column };
  };
  const read = <Part>(isNamed: (path: string) => boolean, make: (path: string, text: string) => Part | undefined) =>
    lazy(() =>
      own.flatMap((path) => {
        const content = isNamed(path) ? text(path) : undefined;
        return content === undefined ? [] : (make(path, content) ?? []);
      }),
    );
  const has = (path: string): boolean => files.has(path) || folders.has(path);
  const isCompose = (path: string): boolean =>
    isComposeName(path) ||
    (/\.ya?ml$/.test(path) && learn("looks like compose", path, (content) => looksLikeCompose(path, content)));
  const composeFiles = read(isCompose, readComposeFile);
  const envFiles = read(isEnvFileName, readEnvFile);
  const manifests = read(isManifestName, readManifest);
  const workflows = read((path) => workflowKind(path) !== undefined, readWorkflow);
  const documents = read(isDocumentName, readDocument);
  const buildFiles = read(isBuildFileName, readBuildFile);
  const commands = lazy(() =>
    commandsOf({ paths: own, text, manifests: manifests(), workflows: workflows(), documents: documents() }),
  );
  const variableUses = lazy(() =>
    own.flatMap((path) => (isCode(path) ? learn("variable uses", path, (content) => codeUses(path, content)) : [])),
  );
  const variables = lazy(() =>
    indexVariables({
      uses: variableUses(),
      envFiles: envFiles(),
      composeFiles: composeFiles(),
      mentions: (name) => named().has(name) || implied().has(name),
    }),
  );
  const implied = lazy(
    () =>
      new Set(
        own.flatMap((path) =>
          /^(?:Gemfile|composer\.json)$/.test(nameOf(path)) ? namesOfPackages(text(path) ?? "") : [],
        ),
      ),
  );
  const references = lazy(() => findReferences({ paths: own, learn }));
  const byName = lazy(() => Map.groupBy(own, nameOf));
  const byFolder = lazy(() => Map.groupBy(own, folderOf));
  const named = lazy(() => namesIn(own, learn, isCompose));
  // An env file with a fault is told of by itself; the stacks that read it are looked at all the same.
  const loadable = (path: string): string | undefined => {
    const file = isEnvFileName(path) ? envFiles().find((one) => one.path === path) : undefined;
    return file?.diagnostics.some(({ severity }) => severity === "error") ? withoutFaults(file) : text(path);
  };
  const disk = repositoryFiles({ root, paths, read: loadable }, folders, (path) =>
    isEnvFileName(path) ? (loadable(templateFor(path, has) ?? "") ?? "") : undefined,
  );
  const sets = composeFiles().length === 0 ? [] : findStacks(composeFiles(), { commands: commands(), has, profiles });
  const around = { root, disk, composeFiles: composeFiles(), envFiles: envFiles(), relative };
  const stacks: Stack[] = [];
  for (const set of sets) stacks.push(await loadStack(set, around));
  const builds = lazy(() => findBuilds(root, stacks, commands()));
  const inventory: Inventory = {
    repository,
    ...(registry === undefined ? {} : { registry }),
    paths: own,
    has,
    isFolder: (path) => folders.has(path),
    named: (name) => byName().get(name) ?? [],
    filesIn: (folder) => byFolder().get(folder) ?? [],
    text,
    learn,
    keep: facts.keep,
    place,
    relative,
    stacks,
    get composeFiles() {
      return composeFiles();
    },
    get buildFiles() {
      return buildFiles();
    },
    get builds() {
      return builds();
    },
    get envFiles() {
      return envFiles();
    },
    get variableUses() {
      return variableUses();
    },
    get variables() {
      return variables();
    },
    get commands() {
      return commands();
    },
    get manifests() {
      return manifests();
    },
    get workflows() {
      return workflows();
    },
    get documents() {
      return documents();
    },
    referencesTo: (path) => references().get(path) ?? [],
    mentions: (name) => named().has(name) || implied().has(name),
    get migrations() {
      return databases.migrations;
    },
    get appliers() {
      return databases.appliers;
    },
    get bootstraps() {
      return databases.bootstraps;
    },
    get schemas() {
      return databases.schemas;
    },
    get engines() {
      return databases.engines;
    },
    trials: () => databases.trials(),
    get complete() {
      return databases.complete;
    },
  };
  const databases = databaseParts(inventory, applySql);
  return inventory;
}
