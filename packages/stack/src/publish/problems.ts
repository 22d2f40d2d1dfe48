import type { PortableFiles, Project } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import { stackErrors } from "../errors.ts";
import type { Locate } from "../plan/images.ts";

/** What makes a project unfit to be published, and what of it will be missing for who loads it. All at once. */
export function publishProblems(
  project: Project,
  files: PortableFiles,
  { withEnv }: { readonly withEnv: boolean },
  locate: Locate,
): readonly Diagnostic[] {
  const services = Object.values(project.services);
  const onlyBuilt = services
    .filter(({ image, build }) => image === undefined && build !== undefined)
    .map(({ name }) =>
      stackErrors.diagnostic("STACK_PUBLISH_NO_IMAGE", { service: name }, locate(["services", name, "build"])),
    );
  const included = files.includes.map((at) => stackErrors.diagnostic("STACK_PUBLISH_INCLUDE", {}, at));
  return [...onlyBuilt, ...included, ...(withEnv ? [] : environments(project, files)), ...leftBehind(project, locate)];
}

/** Values of variables, which nobody said may be published. */
function environments(project: Project, { literals, envFiles }: PortableFiles): readonly Diagnostic[] {
  const byService = Map.groupBy(literals, ({ service }) => service);
  const values = [...byService].map(([service, found]) => {
    const keys = [...new Set(found.map(({ key }) => key))].join(", ");
    const { file, line, column } = found[0]?.at ?? { file: "", line: 1, column: 1 };
    const what = `the values of ${keys} of service "${service}"`;
    return stackErrors.diagnostic("STACK_PUBLISH_ENVIRONMENT", { what }, { file, line, column });
  });
  const files = envFiles.map(({ path }) =>
    stackErrors.diagnostic("STACK_PUBLISH_ENVIRONMENT", { what: `the env file ${relative(project, path)}` }),
  );
  return [...values, ...files];
}

/** Files that the project reads from here, and that do not come along. */
function leftBehind(project: Project, locate: Locate): readonly Diagnostic[] {
  const named = (["configs", "secrets"] as const).flatMap((kind) =>
    Object.entries(project[kind]).flatMap(([key, { file }]) =>
      file === undefined ? [] : [{ file, path: [kind, key, "file"] }],
    ),
  );
  return named.map(({ file, path }) =>
    stackErrors.diagnostic("STACK_PUBLISH_LEFT_BEHIND", { file: relative(project, file) }, locate(path), "warning"),
  );
}

/** As a person would write it in the project's directory. */
export function relative({ workingDir }: Project, path: string): string {
  return path.startsWith(`${workingDir}/`) ? `.${path.slice(workingDir.length)}` : path;
}

/** What is asked about before it is published: paths of this machine that the files tell. */
export function bindMounts(project: Project): readonly string[] {
  return Object.values(project.services).flatMap(({ name, volumes = [] }) =>
    volumes.flatMap(({ type, source = "", target }) =>
      type === "bind" ? [`service "${name}" mounts ${relative(project, source)} at ${target}`] : [],
    ),
  );
}
