import type { WatchEvent } from "@slipway/stack";

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

/** What watching tells, as a line for people. */
export function watchLine(event: WatchEvent): string {
  switch (event.kind) {
    case "watching":
      return `Watching files of ${event.services.join(", ")}\n`;
    case "synced": {
      const parts = [
        ...(event.written > 0 ? [`${count(event.written, "path")} written`] : []),
        ...(event.deleted > 0 ? [`${count(event.deleted, "path")} deleted`] : []),
      ];
      return `${event.service}: ${parts.join(", ")} in ${count(event.containers, "container")}\n`;
    }
    case "rebuilding":
      return `${event.services.join(", ")}: rebuilding\n`;
    case "rebuilt":
      return `${event.services.join(", ")}: rebuilt\n`;
    case "restarted":
      return `${event.service}: restarted\n`;
    case "executed":
      return event.exitCode === 0
        ? `${event.service}: ran ${event.command.join(" ")}\n`
        : `${event.service}: ${event.command.join(" ")} exited with ${event.exitCode}\n`;
    case "output":
      return event.text;
    case "failed":
      return event.services.length === 0
        ? "Watching goes on as before\n"
        : `${event.services.join(", ")}: failed; watching goes on\n`;
  }
}
