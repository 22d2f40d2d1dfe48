import type { Operation } from "../plan/operation.ts";
import type { Subject } from "../report.ts";

export interface Progress {
  readonly subject: Subject;
  /** Shown while it is done; absent: said by the operation itself. */
  readonly begin?: string;
  /** How it is done, for people. */
  readonly detail?: string;
  /** Shown when it is done; absent: said by the operation itself. */
  readonly end?: string;
}

/** The words that docker compose shows for an operation. A recreate is one line, whatever number of steps it takes. */
export function progressOf(operation: Operation): Progress | undefined {
  switch (operation.kind) {
    case "pull-image":
      return { subject: { kind: "image", name: operation.image }, begin: "Pulling" };
    case "push-image":
      return { subject: { kind: "image", name: operation.image }, begin: "Pushing" };
    case "build-image":
      return {
        subject: { kind: "image", name: operation.image },
        begin: operation.check ? "Checking" : "Building",
        detail: operation.builder === "buildx" ? "with buildx" : "with the classic builder",
        end: operation.check ? "Checked" : "Built",
      };
    case "prepare-model":
      return { subject: { kind: "model", name: operation.model }, begin: "Configuring", end: "Configured" };
    case "call-provider": {
      const [begin, end] = providerWords[operation.command];
      return { subject: { kind: "provider", name: operation.service }, begin, end };
    }
    case "remove-image":
      return { subject: { kind: "image", name: operation.image }, begin: "Removing" };
    case "create-network":
      return { subject: { kind: "network", name: operation.network }, begin: "Creating", end: "Created" };
    case "remove-network":
      return { subject: { kind: "network", name: operation.network }, begin: "Removing" };
    case "create-volume":
      return { subject: { kind: "volume", name: operation.volume }, begin: "Creating", end: "Created" };
    case "remove-volume":
      return { subject: { kind: "volume", name: operation.volume }, begin: "Removing", end: "Removed" };
    case "prove-container":
    case "delay":
    case "wait":
      return undefined;
    default:
      return containerProgress(operation);
  }
}

const providerWords = {
  up: ["Starting", "Started"],
  down: ["Removing", "Removed"],
  stop: ["Stopping", "Stopped"],
} as const;

const containerWords = {
  "connect-network": ["Connecting", "Connected"],
  "disconnect-network": ["Disconnecting", "Disconnected"],
  "create-container": ["Creating", "Created"],
  "start-container": ["Starting", "Started"],
  "stop-container": ["Stopping", "Stopped"],
  "kill-container": ["Killing", "Killed"],
  "pause-container": ["Pausing", "Paused"],
  "unpause-container": ["Unpausing", "Unpaused"],
  "restart-container": ["Restarting", "Restarted"],
  "remove-container": ["Removing", "Removed"],
  "rename-container": ["Renaming", "Renamed"],
} as const;

function containerProgress(
  operation: Exclude<Extract<Operation, { containerName: string }>, { kind: "prove-container" }>,
): Progress {
  const { recreates } = operation;
  if (recreates === undefined) {
    const name = operation.kind === "rename-container" ? operation.to : operation.containerName;
    const [begin, end] = containerWords[operation.kind];
    return { subject: { kind: "container", name }, begin, end };
  }
  const subject = { kind: "container", name: recreates } as const;
  if (operation.kind === "create-container") return { subject, begin: "Recreate" };
  return operation.kind === "rename-container" ? { subject, end: "Recreated" } : { subject };
}
