import { bad, type Canonical } from "./scope.ts";
import { textOf } from "./texts.ts";

/** `container_name`: what an engine takes as a name. Source: Docker Engine API, "ContainerCreate", `name`. */
export const toContainerName: Canonical = (node, scope) =>
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(textOf(node))
    ? node
    : bad(
        scope,
        node,
        "COMPOSE_NOT_ALLOWED",
        `is no name for a container: ${JSON.stringify(textOf(node))}`,
        "write two characters or more: a letter or digit, then letters, digits, _, . or -",
      );
