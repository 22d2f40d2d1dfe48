import type { Service } from "@slipway/compose";
import type { Purpose, Stack } from "../inventory/compose/stack.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { isSecretName } from "../knowledge/secret-names.ts";

/** What a set of Compose files comes to when they are merged. */
export interface EffectiveProfile {
  readonly purpose: Purpose;
  readonly files: readonly string[];
  /** Canonical, as `docker compose config` has it. Secrets are `[hidden]`, variables without a value stand as `${NAME}`. */
  readonly services: Readonly<Record<string, Service>>;
}

/** The effective configuration of every stack that loads. */
export function effectiveProfiles({ stacks, repository }: Inventory): readonly EffectiveProfile[] {
  return stacks.flatMap((stack) => {
    const { project, purpose, files } = stack;
    if (!project) return [];
    const services = Object.entries(project.services).map(
      ([name, service]) => [name, shown(service, stack, repository.root)] as const,
    );
    return { purpose, files, services: Object.fromEntries(services) };
  });
}

function shown(service: Service, stack: Stack, root: string): Service {
  const text = (value: string, key: string): string => {
    if (isSecretName(key) && value !== "" && !stack.isUnknown(value)) return "[hidden]";
    const named = stack.isUnknown(value)
      ? value.replace(/\d{5}/g, (number) => (stack.unknown.has(number) ? `\${${stack.unknown.get(number)}}` : number))
      : value;
    return named
      .replace(/(:\/\/[^\s/:@]*:)[^\s/@]+@/g, "$1[hidden]@")
      .replaceAll(`${root}/`, "./")
      .replaceAll(root, ".");
  };
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return text(value, key);
    if (Array.isArray(value)) return value.map((item) => visit(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, visit(child, name)]));
  };
  return visit(service, "") as Service;
}
