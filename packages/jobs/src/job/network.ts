import type { JobFile } from "../schema/job-file.ts";
import type { NetworkPolicy } from "./spec.ts";

/** The policy that a document asks for; no network without it. */
export function networkOf(written: JobFile["network"]): NetworkPolicy {
  return written === undefined ? "none" : typeof written === "string" ? written : { allow: written.allow };
}

/** What is wrong with a host of the allow-list. */
export function hostProblem(host: string): { readonly problem: string; readonly hint: string } | undefined {
  const [, name = "", port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  const label = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
  const isName = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`).test(name) && name.length <= 253;
  const isPort = port === undefined || (Number(port) > 0 && Number(port) < 65_536);
  if (isName && isPort) return undefined;
  return {
    problem: `is no host: ${JSON.stringify(host)}`,
    hint: "write example.org, *.example.org or example.org:8443; without a scheme and a path",
  };
}
