import type { ContainerConfig, HealthConfig } from "@slipway/engine";

/**
 * The configuration of a container as the engine completes it with its image's: variables, labels and ports are added, what
 * is missing is taken over; a command of the image does not survive another entrypoint.
 * Source: moby `daemon/commit.go`, `merge`.
 */
export function withImageDefaults(config: ContainerConfig, image: ContainerConfig): ContainerConfig {
  const named = new Set((config.Env ?? []).map(variableName));
  const command = withImageCommand(config, image);
  const check = withImageHealthcheck(config.Healthcheck, image.Healthcheck);
  return {
    ...config,
    ...command,
    Env: [...(config.Env ?? []), ...(image.Env ?? []).filter((text) => !named.has(variableName(text)))],
    Labels: { ...image.Labels, ...config.Labels },
    ExposedPorts: { ...image.ExposedPorts, ...config.ExposedPorts },
    ...(check ? { Healthcheck: check } : {}),
    User: config.User || image.User || "",
    WorkingDir: config.WorkingDir || image.WorkingDir || "",
    StopSignal: config.StopSignal || image.StopSignal || "",
    ...(config.StopTimeout == null && image.StopTimeout != null ? { StopTimeout: image.StopTimeout } : {}),
  };
}

function variableName(text: string): string {
  return text.split("=", 1)[0] ?? text;
}

function withImageCommand(
  config: ContainerConfig,
  image: ContainerConfig,
): Pick<ContainerConfig, "Cmd" | "Entrypoint"> {
  if (config.Entrypoint?.length) return { Entrypoint: config.Entrypoint, Cmd: config.Cmd ?? null };
  return {
    Cmd: config.Cmd?.length ? config.Cmd : (image.Cmd ?? null),
    Entrypoint: config.Entrypoint ?? image.Entrypoint ?? null,
  };
}

function withImageHealthcheck(
  own: HealthConfig | undefined,
  image: HealthConfig | undefined,
): HealthConfig | undefined {
  if (!own || !image) return own ?? image;
  return {
    Test: own.Test?.length ? own.Test : (image.Test ?? []),
    Interval: own.Interval || image.Interval || 0,
    Timeout: own.Timeout || image.Timeout || 0,
    Retries: own.Retries || image.Retries || 0,
    StartPeriod: own.StartPeriod || image.StartPeriod || 0,
    StartInterval: own.StartInterval || image.StartInterval || 0,
  };
}
