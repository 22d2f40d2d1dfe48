import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { engineErrors } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import type { TlsMaterial } from "./address.ts";

/** What a docker context says about its engine. */
export interface DockerContext {
  readonly host: string;
  readonly tls: TlsMaterial | undefined;
}

/**
 * A context of the docker CLI's store `<config>/contexts/{meta,tls}/<sha256 of the name>`.
 * Source: docker/cli `cli/context/store`.
 *
 * @throws ENGINE_NO_SUCH_CONTEXT, ENGINE_CONFIG_INVALID
 */
export function readContext(configDirectory: string, name: string, from: string): DockerContext {
  const metas = join(configDirectory, "contexts", "meta");
  // The directories are named by hashes, but the names are inside: looking there needs no crypto to be loaded.
  for (const id of existsSync(metas) ? readdirSync(metas) : []) {
    const file = join(metas, id, "meta.json");
    const meta = parseJsonFile(file) as Meta;
    if (meta.Name === name) return contextOf(meta, file, join(configDirectory, "contexts", "tls", id, "docker"));
  }
  throw engineErrors.error("ENGINE_NO_SUCH_CONTEXT", { name, from });
}

interface Meta {
  readonly Name?: string;
  readonly Endpoints?: { readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean } };
}

function contextOf(meta: Meta, file: string, tlsDirectory: string): DockerContext {
  const endpoint = meta.Endpoints?.docker;
  if (!endpoint?.Host) {
    throw engineErrors.error("ENGINE_CONFIG_INVALID", {
      file,
      why: "it names no docker endpoint",
    });
  }
  const tls = readTlsDirectory(tlsDirectory, false);
  const skipVerify = endpoint.SkipTLSVerify === true;
  return {
    host: endpoint.Host,
    tls: tls || skipVerify ? { ...tls, ...(skipVerify ? { skipVerify } : {}) } : undefined,
  };
}

/**
 * `ca.pem`, `cert.pem` and `key.pem` of a directory; undefined when it has none of them and `required` is false.
 *
 * @throws ENGINE_TLS_MATERIAL when `required` and the directory has none, or one cannot be read
 */
export function readTlsDirectory(directory: string, required: boolean): TlsMaterial | undefined {
  const found: { ca?: string; cert?: string; key?: string } = {};
  for (const part of ["ca", "cert", "key"] as const) {
    const file = join(directory, `${part}.pem`);
    if (!existsSync(file)) continue;
    try {
      found[part] = readFileSync(file, "utf8");
    } catch (cause) {
      throw engineErrors.error("ENGINE_TLS_MATERIAL", { file, why: reasonOf(cause) }, { cause });
    }
  }
  if (Object.keys(found).length > 0) return found;
  if (required)
    throw engineErrors.error("ENGINE_TLS_MATERIAL", {
      file: directory,
      why: "it has no ca.pem, cert.pem or key.pem",
    });
  return undefined;
}

/**
 * The object in a JSON file of the docker configuration.
 *
 * @throws ENGINE_CONFIG_INVALID when it cannot be read or is no JSON object
 */
export function parseJsonFile(file: string): object {
  let why: string;
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value === "object" && value !== null) return value;
    why = "it is no JSON object";
  } catch (cause) {
    why = reasonOf(cause);
  }
  throw engineErrors.error("ENGINE_CONFIG_INVALID", { file, why });
}
