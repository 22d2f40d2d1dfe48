import { type BuildService, startBuilds } from "../../build/start-builds.ts";
import type { Plan } from "../../plan/operation.ts";
import type { ApplyContext } from "../context.ts";
import { projectOf } from "./containers.ts";

/** All builds of a plan, which one bake does together. */
export function buildsOf({ operations }: Plan, context: ApplyContext): BuildService {
  const { observed, build = { onePlatform: true }, printed } = context;
  const services = operations.flatMap((operation) => (operation.kind === "build-image" ? [operation.service] : []));
  let builds: BuildService | undefined;
  return (service) => {
    const builder = observed.builder ?? { kind: "classic", why: "buildx is not installed" };
    builds ??= startBuilds({ ...context, project: projectOf(context) }, services, builder, build, printed);
    return builds(service);
  };
}
