import type { Mount } from "../model/service.ts";
import { nodeOf, scalar } from "../yaml/make.ts";
import { bad, type Canonical } from "./scope.ts";

const propagations = ["rprivate", "private", "rshared", "shared", "rslave", "slave"];
const form = "write [SOURCE:]TARGET[:MODE], such as ./data:/data:ro";

/**
 * One entry of `volumes`: short syntax becomes long syntax. A source that begins like a path is a bind (whose missing
 * host path is made), any other source names a volume, no source is an anonymous volume. Unknown modes are ignored.
 * Source: Compose Specification, "volumes", short syntax.
 */
export const toMount: Canonical = (node, scope) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return node;
  const mount = parseMount(node.value);
  return typeof mount === "string" ? bad(scope, node, "COMPOSE_BAD_MOUNT", mount, form) : nodeOf(mount, node);
};

/** The target of a mount without trailing slashes, `.` and `..`: the same place has one spelling. Engines refuse a relative one. */
export const toMountTarget: Canonical = (node, scope) => {
  if (node.kind !== "scalar" || typeof node.value !== "string") return node;
  if (!/^([/\\]|[a-z]:|\$)/i.test(node.value)) {
    const problem = `is no absolute path in the container: ${JSON.stringify(node.value)}`;
    return bad(scope, node, "COMPOSE_BAD_MOUNT", problem, `begin it with a slash, such as /${node.value}`);
  }
  if (!node.value.startsWith("/")) return node;
  const steps: string[] = [];
  for (const step of node.value.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  const clean = `/${steps.join("/")}`;
  return clean === node.value ? node : scalar(clean, node);
};

function parseMount(text: string): Mount | string {
  if (text === "") return "is empty";
  if (text.length <= 2) return { type: "volume", target: text };
  const parts = splitMount(text);
  if (parts.some((part) => part === "")) return `has an empty part: ${JSON.stringify(text)}`;
  if (parts.length > 3) return `has too many colons: ${JSON.stringify(text)}`;
  const [first = "", target, modes = ""] = parts;
  const source = target === undefined ? undefined : first;
  const options = modes.split(",");
  const propagation = options.findLast((option) => propagations.includes(option));
  const selinux = options.findLast((option) => option === "z" || option === "Z");
  const readOnly = options.findLast((option) => option === "ro" || option === "rw") === "ro";
  const isBind = source !== undefined && isPath(source);
  return {
    type: isBind ? "bind" : "volume",
    ...(source === undefined ? {} : { source }),
    target: target ?? first,
    ...(readOnly ? { read_only: true } : {}),
    ...(isBind || propagation || selinux
      ? {
          bind: {
            ...(selinux ? { selinux } : {}),
            ...(propagation ? { propagation } : {}),
            ...(isBind ? { create_host_path: true } : {}),
          },
        }
      : {}),
    ...(isBind && !options.includes("nocopy") ? {} : { volume: options.includes("nocopy") ? { nocopy: true } : {} }),
  };
}

/** The parts between colons; the colon of a Windows drive (`c:\x`) and those within `${…}` divide nothing. */
function splitMount(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  for (const [index, char] of [...text].entries()) {
    if (char === "$" && text[index + 1] === "{") depth++;
    if (char === "}" && depth > 0) depth--;
    if (char === ":" && depth === 0 && !/^[a-z]$/i.test(part)) {
      parts.push(part);
      part = "";
    } else part += char;
  }
  return [...parts, part];
}

/** True for what begins like a path: `.`, `/`, `~`, `\\pipe`, `c:`. */
function isPath(source: string): boolean {
  return /^([./~]|\\\\|[a-z]:)/i.test(source);
}
