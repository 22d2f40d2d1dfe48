import type { SlipwayError } from "@slipway/core";
import { type EngineAnswer, engineErrors } from "./errors.ts";

type Code = Parameters<typeof engineErrors.error>[0];
/** The codes whose message is made of what the engine said. */
type AnswerCode = Extract<
  Code,
  | `ENGINE_NO_${string}`
  | `ENGINE_NOT_${"FOUND" | "RUNNING"}`
  | `ENGINE_${"NAME" | "PORT" | "IMAGE" | "NETWORK" | "VOLUME"}_IN_USE`
  | "ENGINE_VOLUME_HALF_MADE"
  | `ENGINE_REGISTRY_${string}`
  | `ENGINE_IMAGE_${string}`
  | `ENGINE_EXEC_${string}`
  | `ENGINE_${"ADDRESS_POOL_EXHAUSTED" | "SUBNET_OVERLAP" | "BIND_SOURCE_MISSING" | "MOUNT_KIND" | "TOO_NEW"}`
  | `ENGINE_${"BUILD_FAILED" | "BAD_REQUEST" | "FORBIDDEN" | "UNSUPPORTED" | "INTERNAL" | "CONFLICT" | "IMAGES_CHANGING"}`
>;

interface Rule {
  readonly says: RegExp;
  readonly code: AnswerCode;
  /** Only for paths that match. */
  readonly path?: RegExp;
}

const pulling = /^\/images\/(create|[^?]+\/push)|^\/(build|distribution\/)/;

/**
 * What engines say → code; the first match wins; a group of the pattern is the name in the message.
 * Source: moby `daemon`, `libnetwork`, `distribution` and containers/podman `define/errors.go`; recorded answers in status-error.test.ts.
 */
const rules: readonly Rule[] = [
  { says: /no space left on device/i, code: "ENGINE_NO_SPACE" },
  { says: /client version \S+ is too (?:old|new)/i, code: "ENGINE_TOO_NEW" },
  {
    says: /bind for (\S+?) failed: port is already allocated/i,
    code: "ENGINE_PORT_IN_USE",
  },
  {
    says: /listen (?:tcp|udp|sctp)[46]? (\S+): bind: address already in use/i,
    code: "ENGINE_PORT_IN_USE",
  },
  {
    says: /host port for (\S+?:\d+):\S+: (?:address already in use|port is already allocated)/i,
    code: "ENGINE_PORT_IN_USE",
  },
  {
    says: /port (\d+)\S* (?:is )?already (?:in use|allocated)/i,
    code: "ENGINE_PORT_IN_USE",
  },
  {
    says: /toomanyrequests|rate limit/i,
    path: pulling,
    code: "ENGINE_REGISTRY_LIMIT",
  },
  {
    says: /no matching manifest for|does not match the (?:specified|expected) platform|no image found in .* for architecture/i,
    path: pulling,
    code: "ENGINE_IMAGE_PLATFORM",
  },
  {
    says: /no basic auth credentials|unauthorized|authentication required|incorrect username or password|\bdenied: (?!requested access)|403 Forbidden/i,
    path: pulling,
    code: "ENGINE_REGISTRY_AUTH",
  },
  {
    says: /pull access denied|manifest unknown|manifest for \S+ not found|name unknown|requested access to the resource is denied|repository \S+ not found|: not found$|404 Not Found/i,
    path: pulling,
    code: "ENGINE_IMAGE_NOT_FOUND_IN_REGISTRY",
  },
  {
    says: /dial tcp|no such host|connection refused|connection reset|i\/o timeout|timeout exceeded|deadline exceeded|HTTP response to HTTPS client|TLS handshake|x509:|network is unreachable|: EOF$|request canceled/i,
    path: pulling,
    code: "ENGINE_REGISTRY_UNREACHABLE",
  },
  {
    says: /unable to find (?:user|group) ([^:\s]+)|no matching entries in (?:passwd|group) file/i,
    code: "ENGINE_NO_SUCH_USER",
  },
  {
    says: /failed to parse pool request|invalid (?:CIDR|subnet|pool request)|invalid network config/i,
    code: "ENGINE_BAD_REQUEST",
  },
  {
    says: /name "?\/?([^"\s]+)"? is already in use/i,
    code: "ENGINE_NAME_IN_USE",
  },
  {
    // Two networks of one name: engines before API 1.44 can come to that when a call is made twice at once.
    says: /network (\S+) is ambiguous/i,
    code: "ENGINE_NAME_IN_USE",
  },
  {
    says: /network with name (\S+) already exists|(?:volume|network) (?:with )?name "?(\S+?)"? (?:is )?already (?:exists|used|in use)/i,
    code: "ENGINE_NAME_IN_USE",
  },
  {
    says: /network (\S+?)(?: id \S+)? has active endpoints|"?(\S+?)"? has associated containers/i,
    code: "ENGINE_NETWORK_IN_USE",
  },
  {
    says: /(?:remove |volume )(\S+?):? volume is (?:in use|being used)|volume (\S+) is being used/i,
    code: "ENGINE_VOLUME_IN_USE",
  },
  {
    says: /unable to (?:remove|delete) .*(?:using|used by|in use)|image is in use/i,
    code: "ENGINE_IMAGE_IN_USE",
  },
  {
    says: /available, non-overlapping IPv[46] address pool|predefined address pools have been fully subnetted|could not find free subnet/i,
    code: "ENGINE_ADDRESS_POOL_EXHAUSTED",
  },
  {
    says: /pool overlaps with other one|subnet .* (?:is already used|overlaps)|conflicts with network/i,
    code: "ENGINE_SUBNET_OVERLAP",
  },
  {
    says: /mount source \\?"\S*\/volumes\/([^/"]+)\/_data\\?": lstat .*no such file or directory/i,
    code: "ENGINE_VOLUME_HALF_MADE",
  },
  {
    says: /bind source path does not exist: (\S+)/i,
    code: "ENGINE_BIND_SOURCE_MISSING",
  },
  {
    says: /not a directory.*mount a directory onto a file|trying to mount a directory onto a file/i,
    code: "ENGINE_MOUNT_KIND",
  },
  {
    says: /could not select device driver|error gathering device information|no such device|stat \/dev\/\S+: no such file or directory/i,
    code: "ENGINE_NO_DEVICE",
  },
  {
    says: /exec: \\?"([^"\\]+)\\?": (?:permission denied|is a directory)/i,
    code: "ENGINE_EXEC_PERMISSION",
  },
  {
    says: /exec:? \\?"?([^"\\\s]+?)\\?"?: executable file not found|executable file `?([^`\s]+)`? not found/i,
    code: "ENGINE_EXEC_NOT_FOUND",
  },
  {
    says: /exec: \\?"([^"\\]+)\\?": (?:stat \S+: )?no such file or directory/i,
    code: "ENGINE_EXEC_NOT_FOUND",
  },
  {
    says: /no such exec instance: (\S+)|no such exec session/i,
    code: "ENGINE_NO_SUCH_EXEC",
  },
  {
    says: /could not find the file (.+?) in container|no such file or directory/i,
    path: /\/archive/,
    code: "ENGINE_NO_SUCH_PATH",
  },
  {
    says: /no such container: (\S+)|no container with name or ID "?([^"\s]+)"? found/i,
    code: "ENGINE_NO_SUCH_CONTAINER",
  },
  {
    // Podman stumbles over an image, seldom the one it was asked for, that is made or removed at this moment.
    says: /(?:reading|retrieving parent of|locating) image (?:with ID )?"|reading data blob .* size is not known|layer not known/i,
    code: "ENGINE_IMAGES_CHANGING",
  },
  {
    says: /no such image: (\S+)|failed to find image (\S+?): |(\S+): image not known|unable to find a name and tag match for (\S+)|image does not exist locally with the tag/i,
    code: "ENGINE_NO_SUCH_IMAGE",
  },
  {
    says: /plugin "?([^"\s]+)"? not found|could not find plugin (\S+)|unsupported (?:network|volume) driver:? "?(\S+?)"?$/i,
    code: "ENGINE_NO_SUCH_PLUGIN",
  },
  {
    says: /network (\S+) not found|unable to find network with name or ID (\S+): network not found/i,
    code: "ENGINE_NO_SUCH_NETWORK",
  },
  {
    says: /get (\S+): no such volume|volume with name "?([^"\s]+)"? found|no such volume:? ?(\S*)/i,
    code: "ENGINE_NO_SUCH_VOLUME",
  },
  { says: /has dependent containers which must be removed before it/i, code: "ENGINE_CONFLICT" },
  {
    says: /can only kill running containers|container (\S+) is not running|is not running|on running containers: container state improper/i,
    code: "ENGINE_NOT_RUNNING",
  },
];

/** The error for an answer of the engine. `subject` names what the call was about, for messages without a name. */
export function statusError(answer: EngineAnswer, subject?: string): SlipwayError {
  for (const { says, code, path } of rules) {
    if (path && !path.test(answer.path)) continue;
    const match = says.exec(answer.message);
    if (!match) continue;
    const name = match.slice(1).find((group) => group !== undefined && group !== "") ?? subject ?? "";
    return engineErrors.error(code, { name, message: answer.message }, { cause: answer });
  }
  return engineErrors.error(byStatus(answer), { name: subject ?? "", message: answer.message }, { cause: answer });
}

function byStatus({ status, path }: EngineAnswer): AnswerCode {
  if (path === "/build" && status < 500) return "ENGINE_BUILD_FAILED";
  if (status === 400) return "ENGINE_BAD_REQUEST";
  if (status === 401 || status === 403) return "ENGINE_FORBIDDEN";
  if (status === 404) return "ENGINE_NOT_FOUND";
  if (status === 409) return "ENGINE_CONFLICT";
  if (status === 405 || status === 501) return "ENGINE_UNSUPPORTED";
  return "ENGINE_INTERNAL";
}
