import { cliErrors } from "../../errors.ts";

/** The two ends of a copy: one in a container of a service, one on this machine (`-`: a tar stream). */
export interface Ends {
  readonly direction: "in" | "out";
  /** `web` or `web#2`. */
  readonly service: string;
  readonly inside: string;
  readonly outside: string;
}

/** Reads `SERVICE:PATH` and `PATH` in either order. Throws `CLI_BAD_VALUE` unless just one of them is in a container. */
export function copyEnds(source: string, target: string): Ends {
  const from = inContainer(source);
  const to = inContainer(target);
  if (from && !to) return { direction: "out", ...from, outside: target };
  if (to && !from) return { direction: "in", ...to, outside: source };
  const expected = "SERVICE:PATH at one end and a path of this machine at the other";
  throw cliErrors.error("CLI_BAD_VALUE", { option: "cp", value: `${source} ${target}`, expected });
}

/** `web:/etc/hosts`; `./a:b`, `/a:b` and `-` are of this machine. */
function inContainer(text: string): { readonly service: string; readonly inside: string } | undefined {
  const cut = text.indexOf(":");
  if (cut <= 0 || /^[./]/.test(text)) return undefined;
  return { service: text.slice(0, cut), inside: text.slice(cut + 1) || "/" };
}
