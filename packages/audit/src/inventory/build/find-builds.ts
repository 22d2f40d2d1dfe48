import type { Place } from "../../finding.ts";
import type { CommandLine } from "../commands/command-line.ts";
import { eachService, type StackService } from "../compose/each-service.ts";
import type { Stack } from "../compose/stack.ts";
import { folderOf, joinPath, nameOf } from "../paths.ts";

/** Somebody builds an image: a service, or a command. */
export interface ImageBuild {
  readonly at: Place;
  /** Where its target is named, when it has one. */
  readonly targetAt: Place;
  /** The service that is built, with its stack; absent for a command. */
  readonly service?: { readonly stack: Stack; readonly name: string };
  /** What builds it, for people: `service "web"`, `docker build`. */
  readonly by: string;
  /** The folder, relative to the root. */
  readonly context: string;
  /** Relative to the root, whether or not it exists. */
  readonly dockerfile: string;
  readonly target: string | undefined;
  /** The names of further contexts, which `COPY --from` can take from. */
  readonly contexts: readonly string[];
  /** The names of the build arguments that are passed. */
  readonly args: ReadonlyMap<string, Place>;
}

/** The build of a service, when its context lies in the repository. */
export function buildOf(
  { stack, name }: Pick<StackService, "stack" | "name">,
  builds: readonly ImageBuild[],
): ImageBuild | undefined {
  return builds.find(({ service }) => service?.stack === stack && service.name === name);
}

/** The builds of a repository whose context lies in it. */
export function findBuilds(
  root: string,
  stacks: readonly Stack[],
  commands: readonly CommandLine[],
): readonly ImageBuild[] {
  return [...composeBuilds(root, stacks), ...commands.flatMap((line) => commandBuild(line) ?? [])];
}

function* composeBuilds(root: string, stacks: readonly Stack[]): Iterable<ImageBuild> {
  for (const { stack, name, service, place } of eachService({ stacks })) {
    const { build } = service;
    if (!build || build.dockerfile_inline !== undefined || stack.isUnknown(`${build.context} ${build.dockerfile}`))
      continue;
    const context =
      build.context === root
        ? ""
        : build.context?.startsWith(`${root}/`)
          ? build.context.slice(root.length + 1).replace(/\/$/, "")
          : undefined;
    if (context === undefined || /[$]/.test(context)) continue;
    const written = build.dockerfile ?? "Dockerfile";
    const dockerfile = written.startsWith(`${root}/`) ? written.slice(root.length + 1) : joinPath(context, written);
    if (dockerfile === undefined) continue;
    const args = new Map(Object.keys(build.args ?? {}).map((arg) => [arg, place("build", "args", arg)] as const));
    yield {
      at: place("build"),
      service: { stack, name },
      targetAt: place("build", "target"),
      by: `service "${name}"`,
      context,
      dockerfile,
      target: build.target,
      contexts: Object.keys(build.additional_contexts ?? {}),
      args,
    };
  }
}

const withValue = new Set(
  "-t --tag -f --file --build-arg --target --platform --label --cache-from --cache-to --secret --ssh -o --output --network --progress --builder --iidfile --add-host --shm-size --ulimit --memory -m --provenance --sbom --attest --metadata-file --build-context --annotation --allow".split(
    " ",
  ),
);

/** `docker build`, `docker buildx build`, `podman build`. */
function commandBuild({ words, folder, at }: CommandLine): ImageBuild | undefined {
  const program = nameOf(words[0] ?? "");
  if (!/^(?:docker|podman|nerdctl|buildah)$/.test(program)) return undefined;
  const start = words[1] === "buildx" || words[1] === "image" ? 2 : 1;
  if (words[start] !== "build" && words[start] !== "bud") return undefined;
  let file: string | undefined;
  let target: string | undefined;
  let context: string | undefined;
  const args = new Map<string, Place>();
  const contexts: string[] = [];
  for (let index = start + 1; index < words.length; index++) {
    const word = words[index] ?? "";
    const cut = word.startsWith("--") ? word.indexOf("=") : -1;
    const flag = cut === -1 ? word : word.slice(0, cut);
    if (!word.startsWith("-") || word === "-") context ??= word;
    else {
      const value = cut !== -1 ? word.slice(cut + 1) : withValue.has(flag) ? words[++index] : undefined;
      if (flag === "-f" || flag === "--file") file = value;
      else if (flag === "--target") target = value;
      else if (flag === "--build-context") contexts.push((value ?? "").split("=")[0] ?? "");
      else if (flag === "--build-arg") args.set((value ?? "").split("=")[0] ?? "", at);
    }
  }
  if (context === undefined || /[$`]|:\/\/|^-$/.test(`${context} ${file ?? ""}`)) return undefined;
  const here = folder ?? folderOf(at.file);
  const base = joinPath(here, context);
  const dockerfile =
    file === undefined ? (base === undefined ? undefined : joinPath(base, "Dockerfile")) : joinPath(here, file);
  return base === undefined || dockerfile === undefined
    ? undefined
    : { at, targetAt: at, by: `${program} build`, context: base, dockerfile, target, contexts, args };
}
