import { Diagnostics } from "@slipway/core";
import { auditErrors } from "../errors.ts";
import type { Repository } from "../repository/repository.ts";
import { type AuditConfig, configName, readConfig } from "./read-config.ts";

/** What the `slipway.audit.yaml` of a repository says. Throws AUDIT_CONFIG_INVALID. */
export function configOf(repository: Pick<Repository, "read">): AuditConfig {
  const text = repository.read(configName);
  if (text === undefined) return { ignorePlaces: [] };
  const diagnostics = new Diagnostics();
  const config = readConfig(text, diagnostics);
  if (config) return config;
  const { errors } = diagnostics;
  throw auditErrors.error("AUDIT_CONFIG_INVALID", { count: errors.length }, { diagnostics: errors });
}
