import type { Node, Path } from "@slipway/core";
import type { Project } from "../model/project.ts";
import { serviceReferences } from "../service-references.ts";
import type { Source } from "./explanation.ts";
import { placeOf } from "./file-sources.ts";
import { shown } from "./reveal.ts";

/** What gives a value that nobody wrote: a default of Compose, or something that another value implies. */
export function impliedSource(
  path: Path,
  value: unknown,
  node: Node | undefined,
  { project }: { readonly project: Project },
): Source {
  const because = reasonOf(path, project);
  return {
    kind: because === undefined ? "default" : "implied",
    ...(node ? { at: placeOf(node.origin) } : {}),
    value: shown(value, false),
    because: because ?? "Compose's default",
  };
}

function reasonOf(path: Path, project: Project): string | undefined {
  const [section, key, attribute, name] = path;
  if (section === "name") return "-p, COMPOSE_PROJECT_NAME, or the name of the project directory";
  if (section === "services" && attribute === "networks")
    return "a service that names no network joins the default one";
  if (section === "services" && attribute === "depends_on") {
    const service = project.services[String(key)] ?? project.disabledServices[String(key)];
    const reference = service && serviceReferences(service).find((one) => one.name === name);
    return reference && `${reference.attribute} names ${reference.name}`;
  }
  if (section === "services" && attribute === "deploy" && name === "replicas") return "scale says so";
  if (attribute === "name") return "the project's name and the key";
  return undefined;
}
