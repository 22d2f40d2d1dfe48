import { formatDuration } from "@slipway/core";
import type { ContainerConfig, EndpointSettings, HostConfig } from "@slipway/engine";
import { type Fact, hostFacts } from "./host-facts.ts";
import { mountTexts } from "./mount-facts.ts";
import { clean } from "./mounts.ts";

/** A container in Compose's words: `restart` → `on-failure:3`, `environment.PORT` → `80`. Defaults are absent. */
export type Facts = ReadonlyMap<string, Fact>;

export interface Described {
  readonly config: ContainerConfig;
  readonly host: HostConfig;
  /** By the network's name on the engine. */
  readonly endpoints: Readonly<Record<string, EndpointSettings>>;
  /** The paths that the image declares as volumes: what is mounted there by itself is no fact. */
  readonly imageVolumes: readonly string[];
  /** Aliases that the engine adds: the container's id, name and host name. */
  readonly ownNames: ReadonlySet<string>;
}

/** What there is to say of a container, wanted or live: the same function for both, so that they can be compared. */
export function facts(described: Described): Facts {
  const { config, host } = described;
  const found = new Map<string, Fact>();
  const put = (key: string, value: Fact | undefined): void => {
    if (value !== undefined && value.length > 0) found.set(key, typeof value === "string" ? value : [...value].sort());
  };
  const putAll = (key: string, values: Readonly<Record<string, string>> | null | undefined): void => {
    for (const [name, value] of Object.entries(values ?? {})) found.set(`${key}.${name}`, value);
  };
  put("hostname", config.Hostname);
  put("domainname", config.Domainname);
  put("user", config.User);
  put("working_dir", config.WorkingDir && clean(config.WorkingDir));
  put("stop_signal", config.StopSignal);
  put("stop_grace_period", config.StopTimeout == null ? undefined : `${config.StopTimeout}s`);
  put("tty", config.Tty ? "true" : undefined);
  put("stdin_open", config.OpenStdin ? "true" : undefined);
  put("mac_address", config.MacAddress);
  put("command", words(config.Cmd));
  put("entrypoint", words(config.Entrypoint));
  put("expose", exposed(config, host));
  for (const text of config.Env ?? []) {
    const equals = text.indexOf("=");
    // A bare name takes the image's variable away, which an empty value does not.
    if (equals === -1) found.set(`environment.${text}`, "\0unset");
    else found.set(`environment.${text.slice(0, equals)}`, text.slice(equals + 1));
  }
  for (const [name, value] of Object.entries(config.Labels ?? {})) {
    if (!notOurs.test(name)) found.set(`labels.${name}`, value);
  }
  const check = config.Healthcheck;
  put("healthcheck.test", words(check?.Test));
  put("healthcheck.interval", check?.Interval ? formatDuration(check.Interval) : undefined);
  put("healthcheck.timeout", check?.Timeout ? formatDuration(check.Timeout) : undefined);
  put("healthcheck.retries", check?.Retries ? String(check.Retries) : undefined);
  put("healthcheck.start_period", check?.StartPeriod ? formatDuration(check.StartPeriod) : undefined);
  put("healthcheck.start_interval", check?.StartInterval ? formatDuration(check.StartInterval) : undefined);
  put("volumes", mountTexts(config, host, described.imageVolumes));
  for (const [key, value] of hostFacts(host)) put(key, value);
  putAll("sysctls", host.Sysctls);
  putAll("storage_opt", host.StorageOpt);
  putAll("annotations", host.Annotations);
  putAll("logging.options", host.LogConfig?.Config);
  putNetworks(described, put);
  return found;
}

/** Labels that tools put on containers, and that no file can ask for. */
const notOurs = /^(com\.docker\.compose|dev\.slipway|desktop\.docker\.io)[./]/;

/** An argument list on one line, unambiguous. */
function words(list: readonly string[] | null | undefined): string | undefined {
  return list?.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(" ");
}

function exposed(config: ContainerConfig, host: HostConfig): readonly string[] {
  return Object.keys(config.ExposedPorts ?? {})
    .map((port) => (port.includes("/") ? port : `${port}/tcp`))
    .filter((port) => !host.PortBindings?.[port]);
}

/** Networks that every engine has, and that a mode names. */
const builtIn = new Set(["bridge", "host", "none"]);

function putNetworks(
  { host, endpoints, ownNames }: Described,
  put: (key: string, value: Fact | undefined) => void,
): void {
  const own = Object.entries(endpoints).filter(([name]) => !builtIn.has(name));
  const mode = host.NetworkMode === "default" ? "bridge" : host.NetworkMode;
  if (own.length === 0) put("network_mode", mode);
  put(
    "networks",
    own.map(([name]) => name),
  );
  put(
    "links",
    own.flatMap(([, { Links }]) => Links ?? []).filter((link, index, all) => all.indexOf(link) === index),
  );
  for (const [name, { Aliases, IPAMConfig, MacAddress }] of own) {
    put(`networks.${name}.aliases`, [...new Set((Aliases ?? []).filter((alias) => !ownNames.has(alias)))]);
    put(`networks.${name}.mac_address`, MacAddress);
    put(`networks.${name}.ipv4_address`, IPAMConfig?.IPv4Address);
    put(`networks.${name}.ipv6_address`, IPAMConfig?.IPv6Address);
  }
}
