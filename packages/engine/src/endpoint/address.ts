import { engineErrors } from "../errors.ts";

/** Where to open a connection, and how. */
export type Address =
  | { readonly kind: "unix"; readonly socketPath: string }
  | {
      readonly kind: "tcp";
      readonly host: string;
      readonly port: number;
      readonly tls: TlsMaterial | undefined;
      readonly prefix: string;
    };

/** PEM texts. An absent authority means the system's. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Accept any certificate (`SkipTLSVerify` of a context). */
  readonly skipVerify?: boolean;
}

/**
 * The address that a text such as `unix:///var/run/docker.sock` or `tcp://host:2376` names; `tls` is asked for the material when
 * the address is TCP. Ports default to 2376 with TLS and 2375 without. Source: docker/cli `opts/hosts.go`.
 *
 * @throws ENGINE_BAD_ADDRESS, ENGINE_SSH_UNSUPPORTED, ENGINE_NPIPE_UNSUPPORTED
 */
export function parseAddress(address: string, from: string, tls: () => TlsMaterial | undefined): Address {
  const scheme = /^([a-z]+):\/\//.exec(address)?.[1] ?? "tcp";
  if (scheme === "ssh") throw engineErrors.error("ENGINE_SSH_UNSUPPORTED", { address, from });
  if (scheme === "npipe") throw engineErrors.error("ENGINE_NPIPE_UNSUPPORTED", { address, from });
  if (scheme === "unix") {
    const socketPath = address.slice("unix://".length);
    if (!socketPath.startsWith("/")) throw engineErrors.error("ENGINE_BAD_ADDRESS", { address, from });
    return { kind: "unix", socketPath };
  }
  const rest = address.replace(/^[a-z]+:\/\//, "");
  if (!["tcp", "http", "https"].includes(scheme) || !URL.canParse(`tcp://${rest}`)) {
    throw engineErrors.error("ENGINE_BAD_ADDRESS", { address, from });
  }
  const url = new URL(`tcp://${rest}`);
  const host = url.hostname.replace(/^\[|\]$/g, "") || "localhost";
  const material = scheme === "http" ? undefined : (tls() ?? (scheme === "https" ? {} : undefined));
  const port = url.port === "" ? (material ? 2376 : 2375) : Number(url.port);
  return {
    kind: "tcp",
    host,
    port,
    tls: material,
    prefix: url.pathname.replace(/\/$/, ""),
  };
}
