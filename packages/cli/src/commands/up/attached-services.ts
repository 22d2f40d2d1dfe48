import type { Project } from "@slipway/compose";
import type { Input } from "../../command.ts";
import type { upOptions } from "./command.ts";

type Options = Pick<Input<typeof upOptions>["options"], "attach" | "noAttach" | "attachDependencies">;

/**
 * The services whose output `up` shows: those of `--attach`, else the named ones (with what they depend on when
 * asked), else all; never those of `--no-attach` nor, unless named by `--attach`, those that say `attach: false`.
 */
export function attachedServices(project: Project, named: readonly string[], options: Options): string[] {
  const all = Object.keys(project.services);
  if (options.attach.length > 0)
    return all.filter((name) => options.attach.includes(name) && !options.noAttach.includes(name));
  const candidates = named.length > 0 && !options.attachDependencies ? all.filter((name) => named.includes(name)) : all;
  return candidates.filter((name) => project.services[name]?.attach !== false && !options.noAttach.includes(name));
}
