import type { Healthcheck } from "@slipway/compose";
import { parseDuration } from "@slipway/core";
import type { HealthConfig } from "@slipway/engine";
import { speaks } from "./api-version.ts";

/**
 * The health check of a container; what it leaves out comes from the image. `start_interval` is left out for an engine that
 * would refuse it. Source: Compose Specification, "healthcheck"; Docker Engine API, `HealthConfig`.
 */
export function healthcheck(check: Healthcheck | undefined, apiVersion: string): HealthConfig | undefined {
  if (!check) return undefined;
  if (check.disable) return { Test: ["NONE"] };
  const nanoseconds = {
    Interval: duration(check.interval),
    Timeout: duration(check.timeout),
    StartPeriod: duration(check.start_period),
    StartInterval: speaks(apiVersion, "1.44") ? duration(check.start_interval) : undefined,
  };
  return {
    ...(check.test && check.test.length > 0 ? { Test: check.test } : {}),
    ...(check.retries === undefined ? {} : { Retries: check.retries }),
    ...Object.fromEntries(Object.entries(nanoseconds).filter(([, value]) => value !== undefined)),
  };
}

function duration(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}
