/** What a provider gave: variables for the services that depend on it. The values may be secrets. */
export interface Answer {
  /** Without the prefix of the service's name. */
  readonly prefixed: Readonly<Record<string, string>>;
  readonly raw: Readonly<Record<string, string>>;
}

export type Message =
  | { readonly type: "info" | "error" | "debug"; readonly message: string }
  | { readonly type: "setenv" | "rawsetenv"; readonly name: string; readonly value: string };

/**
 * One line that a provider printed; undefined when it says nothing that is known. What it holds is never quoted in errors:
 * it may be a secret. Source: docker/compose `docs/extension.md`, "Communication with Compose".
 */
export function readMessage(line: string): Message | undefined {
  const { type, message } = parse(line);
  if (typeof message !== "string") return undefined;
  switch (type) {
    case "info":
    case "error":
    case "debug":
      return { type, message };
    case "setenv":
    case "rawsetenv": {
      const equals = message.indexOf("=");
      return equals < 1 ? undefined : { type, name: message.slice(0, equals), value: message.slice(equals + 1) };
    }
    default:
      return undefined;
  }
}

function parse(line: string): { readonly type?: unknown; readonly message?: unknown } {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
