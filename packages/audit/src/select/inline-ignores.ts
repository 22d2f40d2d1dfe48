import type { Finding } from "../finding.ts";

const mark = /slipway-ignore:?\s+((?:[A-Z]{2}\d{3})(?:\s*,\s*[A-Z]{2}\d{3})*)\s+([^\s*>-].*)/;

/**
 * True for a finding that a comment in its file leaves out: `slipway-ignore DK130 the base image is our own`, in its line or the
 * one above. Without a reason a comment leaves nothing out.
 */
export function isIgnoredInline({ rule, line }: Finding, lines: readonly string[]): boolean {
  return [lines[line - 1], lines[line - 2]].some((text) => {
    const found = mark.exec(text ?? "");
    return found?.[1]?.split(",").some((id) => id.trim() === rule) ?? false;
  });
}
