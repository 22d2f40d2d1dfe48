import type { Service } from "@slipway/compose";
import { nodeAt } from "@slipway/core";
import type { Place } from "../../finding.ts";
import type { Inventory } from "../inventory.ts";
import { folderOf, joinPath } from "../paths.ts";
import { envFileItems } from "./env-file-items.ts";
import type { Stack } from "./stack.ts";

/** A service of one stack. */
export interface StackService {
  readonly stack: Stack;
  readonly name: string;
  readonly service: Service;
  /** Where a value of the service stands. */
  place(...path: readonly (string | number)[]): Place;
}

/** The services of every stack that loads. A line that several stacks share comes up with each of them. */
export function* eachService({ stacks }: Pick<Inventory, "stacks">): Iterable<StackService> {
  for (const stack of stacks) yield* servicesOf(stack);
}

/** The services of a stack; none when it does not load. */
export function* servicesOf(stack: Stack): Iterable<StackService> {
  for (const [name, service] of Object.entries(stack.project?.services ?? {}))
    yield { stack, name, service, place: (...path) => stack.place(["services", name, ...path]) };
}

/** The env files that a service names itself, relative to the root; those that it extends from elsewhere are not among them. */
export function envFilesOf(
  { composeFiles }: Inventory,
  { stack, name }: StackService,
): readonly { readonly path: string; readonly required: boolean; readonly at: Place }[] {
  return stack.files.flatMap((file) => {
    const root = composeFiles.find(({ path }) => path === file)?.root;
    return envFileItems(root && nodeAt(root, ["services", name])).flatMap(({ written, required, origin }) => {
      // Paths start from the project directory: the folder of the first file.
      const path = joinPath(folderOf(stack.files[0] ?? ""), written);
      const { line, column } = origin.source.position(origin.start);
      return path === undefined ? [] : [{ path, required, at: { file, line, column } }];
    });
  });
}

/** True when both can run at once: neither has profiles, or one has none, or they share one. */
export function runTogether(a: Service, b: Service): boolean {
  const own = a.profiles ?? [];
  const other = b.profiles ?? [];
  return own.length === 0 || other.length === 0 || own.some((profile) => other.includes(profile));
}
