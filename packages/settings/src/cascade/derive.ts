import { evaluate } from "@slipway/core";
import type { Place, Setting } from "../contract/contract.ts";
import type { Outcome } from "./outcome.ts";
import { textOf } from "./reading.ts";

/** A derived text for both places, or the setting that is missing for it. */
export type Derived =
  | { readonly texts: Readonly<Record<Place, string>> }
  | { readonly lacks: string; readonly status: Outcome["status"] };

/**
 * Puts a value together out of settled ones. A secret that goes into a URL is percent-encoded: a password with `@` or `/` would
 * make another address of it. A setting without a value counts as unset, so `${HOST:-localhost}` works.
 */
export function derive(setting: Setting, settled: ReadonlyMap<string, Outcome>): Derived | undefined {
  const { derived, type } = setting;
  if (!derived) return undefined;
  const textAt = (place: Place): Derived | string => {
    let lacking: string | undefined;
    const lookup = (name: string): string | undefined => {
      const outcome = settled.get(name);
      const read = outcome?.read?.[place].text;
      const text = read === undefined ? undefined : textOf(read);
      return text !== undefined && type === "url" && outcome?.setting.secret ? encodeURIComponent(text) : text;
    };
    const text = evaluate(derived[place].text, lookup, (finding) => {
      if ("name" in finding) lacking ??= finding.name;
    });
    if (lacking === undefined) return text;
    return { lacks: lacking, status: settled.get(lacking)?.status ?? "missing" };
  };
  const host = textAt("host");
  if (typeof host !== "string") return host;
  const container = textAt("container");
  return typeof container === "string" ? { texts: { host, container } } : container;
}
