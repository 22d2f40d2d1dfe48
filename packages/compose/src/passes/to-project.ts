import type { Node } from "@slipway/core";
import { toValue } from "@slipway/core";
import type { Project } from "../model/project.ts";
import type { Service } from "../model/service.ts";
import type { LoadContext } from "./context.ts";

type Named<Value> = Readonly<Record<string, Value>>;

/** A canonical tree as a project: all services are on, and nothing is named or selected yet. */
export function toProject(root: Node, context: LoadContext): Project {
  const value = toValue(root) as Named<unknown>;
  const part = <Value>(key: string): Named<Value> => (value[key] as Named<Value> | undefined) ?? {};
  const services = Object.entries(part<Service>("services"));
  return {
    name: context.projectName,
    workingDir: context.workingDir,
    composeFiles: context.composeFiles,
    envFiles: context.envFiles,
    environment: context.env,
    profiles: context.profiles,
    services: Object.fromEntries(services.map(([name, service]) => [name, { ...service, name }])),
    disabledServices: {},
    networks: part("networks"),
    volumes: part("volumes"),
    configs: part("configs"),
    secrets: part("secrets"),
    models: part("models"),
    extensions: Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith("x-"))),
  };
}
