import type { Service } from "@slipway/compose";
import type { HostConfig } from "@slipway/engine";

const names: Readonly<Record<string, string>> = { none: "no", any: "always" };

/**
 * The restart policy of a container; `deploy.restart_policy` wins over `restart`. Attempts count for `on-failure` only: the
 * engine refuses them elsewhere. Source: Compose Specification, "restart" and "restart_policy" (its condition is `any` by default).
 */
export function restartPolicy(service: Service): HostConfig["RestartPolicy"] {
  const policy = service.deploy?.restart_policy;
  const [word, attempts] = policy
    ? [policy.condition ?? "any", policy.max_attempts]
    : (service.restart ?? "").split(":");
  if (word === undefined || word === "") return undefined;
  const name = names[word] ?? word;
  return { Name: name, ...(name === "on-failure" ? { MaximumRetryCount: Number(attempts ?? 0) } : {}) };
}
