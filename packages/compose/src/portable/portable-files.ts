import { Diagnostics, type Files, type Node, type Position, parseYaml, positionOf, SourceText } from "@slipway/core";
import type { Project } from "../model/project.ts";
import { dirname } from "../path-names.ts";
import { type Edit, edited } from "./edit.ts";
import { type Literal, literalsOf } from "./literals.ts";
import { type Reference, referencesOf } from "./references.ts";

/** A file as it can lie beside others in one folder. */
export interface PortableFile {
  /** Absolute: where it lies here. */
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

/** The files of a project as others can load them, from a folder of their own. */
export interface PortableFiles {
  /** In the order in which they are merged. */
  readonly composeFiles: readonly PortableFile[];
  /** Those whose services others extend. */
  readonly extended: readonly PortableFile[];
  readonly envFiles: readonly PortableFile[];
  /** Where files of this machine are included, which cannot come along. */
  readonly includes: readonly Position[];
  /** Values of variables that stand in the files themselves. */
  readonly literals: readonly Literal[];
}

/**
 * Reads the files of a loaded project once more and gives env files and extended files names without a way in them, at the very
 * places where they are named; all else stays letter by letter. `nameOf` makes the name of a path.
 * Source: docker compose 2.40, `pkg/compose/publish.go`, whose artefacts have this form.
 */
export function portableFiles(
  project: Project,
  files: Files,
  nameOf: (path: string, ending: "yaml" | "env") => string,
): PortableFiles {
  const extended = new Map<string, PortableFile>();
  const envFiles = new Map<string, PortableFile>();
  const includes: Position[] = [];
  const literals: Literal[] = [];

  const read = (path: string): string => (path === "-" ? files.readStdin() : files.read(path)) ?? "";

  const follow = ({ kind, path }: Reference): string | undefined => {
    if (kind === "env") {
      if (!files.exists(path)) return undefined;
      const name = nameOf(path, "env");
      if (!envFiles.has(path)) envFiles.set(path, { path, name, text: read(path) });
      return name;
    }
    const name = nameOf(path, "yaml");
    if (!extended.has(path)) {
      // Before its text, which may extend others that lead here.
      extended.set(path, { path, name, text: "" });
      extended.set(path, { path, name, text: rewrite(path, dirname(path)) });
    }
    return name;
  };

  const rewrite = (path: string, directory: string): string => {
    const source = new SourceText(path, read(path));
    const edits: Edit[] = [];
    for (const root of documentsOf(source)) {
      const found = referencesOf(root, directory, project.environment);
      includes.push(...found.includes.map(positionOf));
      literals.push(...literalsOf(root));
      for (const reference of found.references) {
        const name = follow(reference);
        if (name !== undefined) edits.push({ origin: reference.origin, text: name });
      }
    }
    return edited(source.text, edits);
  };

  const composeFiles = project.composeFiles.map((path, index) => ({
    path,
    name: path === "-" ? `compose${index === 0 ? "" : `.${index}`}.yaml` : (path.split("/").at(-1) ?? path),
    text: rewrite(path, project.workingDir),
  }));
  return { composeFiles, extended: [...extended.values()], envFiles: [...envFiles.values()], includes, literals };
}

/** The documents of a file that has been loaded, and so is good. */
function documentsOf(source: SourceText): readonly Node[] {
  const parsed = parseYaml(source, new Diagnostics(), "COMPOSE");
  return "documents" in parsed ? parsed.documents : [];
}
