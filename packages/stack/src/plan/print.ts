import type { Operation, Plan } from "./operation.ts";

/**
 * A plan as text, one operation a line: `#3 start-container demo-web-1 after #1 #2: not on the engine`. For tests and for
 * looking at order; people are shown the changes instead.
 */
export function printPlan(plan: Plan): string {
  return plan.operations
    .map((operation) => {
      const after = operation.after.length > 0 ? ` after ${operation.after.map((id) => `#${id}`).join(" ")}` : "";
      return `#${operation.id} ${operation.kind} ${nameOf(operation)}${after}: ${operation.reason}`;
    })
    .join("\n");
}

function nameOf(operation: Operation): string {
  switch (operation.kind) {
    case "pull-image":
    case "push-image":
    case "build-image":
    case "remove-image":
      return operation.image;
    case "create-network":
    case "remove-network":
      return operation.network;
    case "create-volume":
    case "remove-volume":
      return operation.volume;
    case "call-provider":
      return `${operation.service} ${operation.command}`;
    case "prepare-model":
      return operation.model;
    case "delay":
      return `${operation.service} ${operation.ms} ms`;
    case "wait":
      return `${operation.service} ${operation.condition}`;
    case "connect-network":
    case "disconnect-network":
      return `${operation.containerName} ${operation.network}`;
    case "rename-container":
      return `${operation.containerName} → ${operation.to}`;
    default:
      return operation.containerName;
  }
}
