import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ConnectOptions } from "../connect-options.ts";
import { parseJsonFile } from "../endpoint/context.ts";
import { dockerConfigDirectory } from "../endpoint/resolve.ts";

/** The keys of `proxies` in config.json and the variables that they become, each in capitals and in small letters. */
const variables = {
  httpProxy: "HTTP_PROXY",
  httpsProxy: "HTTPS_PROXY",
  ftpProxy: "FTP_PROXY",
  noProxy: "NO_PROXY",
  allProxy: "ALL_PROXY",
} as const;

type Proxies = Partial<Readonly<Record<keyof typeof variables, string>>>;

/**
 * The variables that containers and builds get so that they reach the network over a proxy: `proxies` of the docker configuration, those of
 * the engine's address or else `default`. Source: docker/cli `configfile.ParseProxyConfig`.
 *
 * @throws ENGINE_CONFIG_INVALID
 */
export function proxyVariables(env: ConnectOptions["env"], address: string): Readonly<Record<string, string>> {
  const file = join(dockerConfigDirectory(env), "config.json");
  if (!existsSync(file)) return {};
  const { proxies = {} } = parseJsonFile(file) as { proxies?: Readonly<Record<string, Proxies>> };
  const found = proxies[address] ?? proxies["default"] ?? {};
  const pairs = (Object.keys(variables) as (keyof Proxies)[]).flatMap((key) => {
    const value = found[key];
    return value ? [[variables[key], value] as const, [variables[key].toLowerCase(), value] as const] : [];
  });
  return Object.fromEntries(pairs);
}
