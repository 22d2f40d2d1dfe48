import type { Project, Service } from "@slipway/compose";
import { stackErrors } from "../errors.ts";
import type { PlanBuilder } from "../plan/builder.ts";
import type { Locate } from "../plan/images.ts";
import { modelConfig } from "./model-config.ts";
import type { ProviderCommand } from "./provider.ts";
import { isProviderType } from "./provider-type.ts";

/**
 * Plans what has to be asked before anything else of an `up`: the providers, each after those that it depends on, and the models in
 * use. What a provider otherwise depends on it does not wait for.
 */
export function planGivers(builder: PlanBuilder, project: Project, locate: Locate): void {
  planProviders(builder, project, "up", { locate });
  const used = new Set(Object.values(project.services).flatMap(({ models }) => Object.keys(models ?? {})));
  for (const key of used) {
    const { model } = modelConfig(project, key);
    const reason = "only the model runner knows its address";
    builder.operation({ kind: "prepare-model", model: key, reason });
    builder.change({ action: "run", kind: "model", name: key, reason: `${model}: ${reason}` });
  }
}

/**
 * Plans a command of the project's providers, or of those named in `services`: `up` in the order of their dependencies, `down` and
 * `stop` against it. `after` are operations that come first.
 */
export function planProviders(
  builder: PlanBuilder,
  project: Project,
  command: ProviderCommand,
  {
    after = [],
    services = [],
    locate = () => undefined,
  }: { readonly after?: readonly number[]; readonly services?: readonly string[]; readonly locate?: Locate },
): void {
  const providers = Object.values(project.services).filter(
    ({ name, provider }) => provider && (services.length === 0 || services.includes(name)),
  );
  const ids = new Map<string, number>();
  const dependents = (name: string): readonly string[] =>
    providers.filter((other) => other.depends_on?.[name]).map((other) => other.name);
  const visit = (service: Service): number => {
    const known = ids.get(service.name);
    if (known !== undefined) return known;
    const type = service.provider?.type ?? "";
    const neighbours = command === "up" ? Object.keys(service.depends_on ?? {}) : dependents(service.name);
    const before = providers.filter(({ name }) => neighbours.includes(name)).map(visit);
    const reason = reasons[command](type);
    const operation = { kind: "call-provider", service: service.name, command, reason } as const;
    const id = builder.operation({ ...operation, after: [...after, ...before] });
    ids.set(service.name, id);
    builder.change({
      action: command === "up" ? "run" : command === "down" ? "remove" : "stop",
      kind: "provider",
      name: service.name,
      service: service.name,
      reason,
    });
    return id;
  };
  for (const service of providers) {
    const { type } = service.provider ?? { type: "" };
    if (!isProviderType(type)) {
      const at = locate(["services", service.name, "provider", "type"]);
      builder.diagnostic(stackErrors.diagnostic("STACK_PROVIDER_TYPE", { service: service.name, type }, at));
    }
    const containers = Object.keys(service.depends_on ?? {}).filter((name) => !project.services[name]?.provider);
    if (command === "up" && containers.length > 0) {
      const at = locate(["services", service.name, "depends_on"]);
      builder.diagnostic(
        stackErrors.diagnostic("STACK_PROVIDER_EARLY", { service: service.name, containers }, at, "warning"),
      );
    }
    visit(service);
  }
}

const reasons: Readonly<Record<ProviderCommand, (type: string) => string>> = {
  up: (type) => `only ${type} knows whether it is there`,
  down: () => "the project goes down",
  stop: () => "stop was asked for",
};
